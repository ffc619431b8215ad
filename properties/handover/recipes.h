// For each entry of the catalogue of bugs, the smallest hand-over known to show it, or why none
// does.
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <utility>

#include "model/smmu/fixed_choices.h"
#include "model/world/hand_over.h"
#include "model/world/invariants.h"

namespace quiesce {

/// How the points that the architecture leaves open are answered.
struct RecipeChoices {
  std::array<std::pair<ChoicePoint, unsigned>, 2> fixed = {};  ///< the rest: the first alternative
  std::uint64_t torn_seed = 0;  ///< other than 0: which stores are seen when is drawn (CU-51)
};

struct BugRecipe {
  std::string_view bug;          ///< as FindBug takes it
  HandOver (*make)() = nullptr;  ///< null: it does not show
  /// With the bug these are violated, without it none of them is. Up to 3.
  std::array<Invariant, 3> violates = {};
  unsigned violated = 0;       ///< how many of them count
  std::string_view what = {};  ///< if not empty: only violations with this text count
  RecipeChoices choices = {};
  std::string_view why_not = {};  ///< of a bug that does not show
  /// Of such a bug: others that its change brings along.
  std::array<std::string_view, 2> beside = {};
};

/// One for each catalogue entry, in the catalogue's order.
std::span<const BugRecipe> BugRecipes();
const BugRecipe* FindRecipe(std::string_view bug);

/// Answers as a recipe says.
class RecipeAnswers : public FixedChoices {
 public:
  explicit RecipeAnswers(const RecipeChoices& choices) : state_(choices.torn_seed) {
    for (const auto& [point, alternative] : choices.fixed) Set(point, alternative);
  }
  bool Settled() const override { return state_ == 0; }
  unsigned Pick(ChoicePoint point, unsigned alternatives) override {
    if (point != ChoicePoint::kTornFetch || state_ == 0) {
      return FixedChoices::Pick(point, alternatives);
    }
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return static_cast<unsigned>((state_ >> 33) % alternatives);
  }

 private:
  std::uint64_t state_;
};

}  // namespace quiesce
