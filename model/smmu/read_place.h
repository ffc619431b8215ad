// Where on its way a translation reads memory: a number for each read of a walk, nested walks
// included, so that a FrameTrail (model/image/frame_trail.h) finds the frame of the last time.
#pragma once

namespace quiesce {

/// A configuration structure.
enum class StructurePlace : unsigned { kL1Std, kSte, kL1Cd, kCd };

constexpr unsigned ReadPlace(StructurePlace structure) { return static_cast<unsigned>(structure); }

/// Walks come in rows of levels: one of stage 1, and one of stage 2 for each read that it serves.
enum WalkRow : unsigned {
  kRowOfCd = 1,      ///< stage 2, of the CD or L1CD
  kRowOfStage1 = 2,  ///< stage 1 itself
  kRowOfOutput = 3,  ///< stage 2, of what stage 1 gave
  kRowOfLevel0 = 4,  ///< stage 2, of the stage 1 descriptor of this level and those after it
};

/// The descriptor of a level, 0 to 3, in the walk of a row.
constexpr unsigned ReadPlace(unsigned row, unsigned level) { return row * 4 + level % 4; }

}  // namespace quiesce
