// The open questions of the mailing-list threads about the series, each with what this repository
// can say: an answer and where it is checked, or why there is none.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace quiesce {

enum class EvidenceKind : std::uint8_t {
  kCase,   ///< `name` is a case of the corpus, which is replayed by its own test
  kRerun,  ///< the case with the driver `with`: it is run when the packet is made
  kProof,  ///< `name` is the id of a proof in the run record
  kTest,   ///< `with` is a file, and `name` what stands in it
};

struct AnswerEvidence {
  EvidenceKind kind;
  std::string_view name;
  std::string_view says;  ///< what it must say for the answer to stand: "violates QZ-01", "Proved"
  std::string_view with = {};
};

enum class QuestionAnswer : std::uint8_t {
  kYes,
  kNo,
  kPartly,
  kCannot,      ///< cannot answer, because...
  kNoQuestion,  ///< nothing was asked that a machine could check
};
std::string_view NameOf(QuestionAnswer answer);

struct OpenQuestion {
  unsigned number;
  std::string_view asked_by;
  std::string_view question;
  QuestionAnswer answer;
  std::string_view text;  ///< why, in a few sentences
  std::span<const AnswerEvidence> evidence;
};

/// By number, from 1 to 14.
std::span<const OpenQuestion> OpenQuestions();

}  // namespace quiesce
