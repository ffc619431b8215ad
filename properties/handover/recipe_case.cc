#include "properties/handover/recipe_case.h"

#include "absl/strings/str_format.h"
#include "model/driver/catalogue.h"
#include "reports/case/hand_over_case.h"
#include "reports/case/recorded_choices.h"

namespace quiesce {
namespace {

struct Answers {
  std::vector<CaseChoice> fixed;
  std::vector<CasePick> picks;  ///< none unless the recipe draws
};

Answers AnswersOf(const BugRecipe& recipe, const HandOver& h) {
  Answers answers;
  FixedChoices usual;
  for (const auto& [point, alternative] : recipe.choices.fixed) {
    if (alternative == 0) continue;
    answers.fixed.push_back({point, alternative});
    usual.Set(point, alternative);
  }
  if (recipe.choices.torn_seed == 0) return answers;
  RecipeAnswers drawn(recipe.choices);
  RecordingChoices recording(drawn, usual);
  Run(h, recording);
  answers.picks = recording.picks();
  return answers;
}

}  // namespace

std::string CaseNameOf(const BugRecipe& recipe) { return std::string(recipe.bug) + ".case"; }

std::optional<Case> CaseOf(const BugRecipe& recipe) {
  if (recipe.make == nullptr) return std::nullopt;
  const CatalogueEntry& entry = *FindBug(recipe.bug);
  HandOver h = recipe.make();
  h.config.variant = *WithBug(entry);
  Answers answers = AnswersOf(recipe, h);
  Case c = CaseOf(h, answers.fixed, std::move(answers.picks));
  c.title = absl::StrFormat("%s: %s", recipe.bug, entry.text);
  c.notes = {absl::StrFormat(
      "in %s", entry.standing == BugStanding::kMutant ? "no version: a mutant" : entry.versions)};
  if (!recipe.what.empty()) c.notes.push_back(absl::StrFormat("look for: %s", recipe.what));
  if (!ExpectWhatHappens(c, recipe.violates[0])) return std::nullopt;
  DropNeedlessPicks(c);
  return c;
}

}  // namespace quiesce
