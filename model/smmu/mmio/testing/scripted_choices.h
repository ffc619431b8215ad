// Choices for tests: what is scripted, in order for each point; the first alternative elsewhere.
#pragma once

#include <array>
#include <deque>
#include <initializer_list>
#include <utility>

#include "spec/choices.h"

namespace quiesce {

class ScriptedChoices : public Choices {
 public:
  ScriptedChoices() = default;
  ScriptedChoices(std::initializer_list<std::pair<ChoicePoint, unsigned>> script) {
    for (const auto& [point, pick] : script) Then(point, pick);
  }

  void Then(ChoicePoint point, unsigned pick) { Of(point).picks.push_back(pick); }

  unsigned Pick(ChoicePoint point, unsigned alternatives) override {
    Script& s = Of(point);
    ++s.asked;
    s.last_alternatives = alternatives;
    if (s.picks.empty()) return 0;
    const unsigned pick = s.picks.front();
    s.picks.pop_front();
    return pick;
  }

  unsigned asked(ChoicePoint point) { return Of(point).asked; }
  unsigned last_alternatives(ChoicePoint point) { return Of(point).last_alternatives; }

 private:
  struct Script {
    std::deque<unsigned> picks;
    unsigned asked = 0;
    unsigned last_alternatives = 0;
  };
  Script& Of(ChoicePoint point) { return scripts_[static_cast<std::size_t>(point)]; }
  std::array<Script, kChoicePointCount> scripts_;
};

}  // namespace quiesce
