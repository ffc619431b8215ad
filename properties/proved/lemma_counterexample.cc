#include "properties/proved/lemma_counterexample.h"

#include <utility>

#include "reports/case/lemma_case.h"

namespace quiesce {
namespace {

/// Words that lose a bit together.
using WordSet = std::vector<std::uint64_t*>;

class Plainer {
 public:
  explicit Plainer(Case c) : case_(std::move(c)) {}

  Case Run() && {
    if (!IsViolated(case_)) return std::move(case_);
    for (bool plainer = true; plainer;) {
      const Case before = case_;
      Pass();
      plainer = !(case_ == before);
    }
    return std::move(case_);
  }

 private:
  /// What one pass clears may make another bit needless that came before it.
  void Pass() {
    ClearUpdate();
    ClearEntries();
    for (const Reg reg : LemmaRegisters()) ClearRegister(reg);
    DropChoices();
  }

  CaseLemma& lemma() { return *case_.lemma; }

  /// Makes the change for good if the case still breaks the lemma.
  template <class Change>
  void Try(Change&& change) {
    Case before = case_;
    change();
    if (!IsViolated(case_)) case_ = std::move(before);
  }

  /// `words` gives the places anew: a change that is undone moves them.
  template <class Words>
  void ClearBits(Words&& words) {
    for (unsigned bit = 64; bit-- > 0;) {
      const std::uint64_t mask = std::uint64_t{1} << bit;
      std::uint64_t any = 0;
      for (const std::uint64_t* w : words()) any |= *w & mask;
      if (any == 0) continue;
      Try([&] {
        for (std::uint64_t* w : words()) *w &= ~mask;
      });
    }
  }

  void ClearUpdate() {
    for (std::size_t i = 0; i < 8; ++i) {
      ClearBits([&] { return WordSet{&lemma().live[i], &lemma().target[i], &lemma().fetched[i]}; });
      ClearBits([&] { return WordSet{&lemma().live[i], &lemma().fetched[i]}; });
      ClearBits([&] { return WordSet{&lemma().target[i], &lemma().fetched[i]}; });
      ClearBits([&] { return WordSet{&lemma().live[i]}; });
      ClearBits([&] { return WordSet{&lemma().target[i]}; });
    }
  }

  void ClearEntries() {
    for (std::size_t i = 0; i < 8; ++i) ClearBits([&] { return WordSet{&lemma().ste[i]}; });
    for (std::size_t i = 0; i < 8; ++i) ClearBits([&] { return WordSet{&lemma().cd[i]}; });
    ClearBits([&] { return WordSet{&lemma().l1std}; });
    ClearBits([&] { return WordSet{&lemma().l1cd}; });
    ClearNumber(&CaseLemma::sid);
    ClearNumber(&CaseLemma::ssid);
    ClearNumber(&CaseLemma::new_id);
    Try([&] { lemma().new_id_is_vmid = false; });
    Try([&] { lemma().global_leaf = false; });
    Try([&] { case_.platform.vhe = false; });
  }

  template <class T>
  void ClearNumber(T CaseLemma::*member) {
    for (unsigned bit = 8 * sizeof(T); bit-- > 0;) {
      const T mask = static_cast<T>(T{1} << bit);
      if ((lemma().*member & mask) == 0) continue;
      Try([&] { lemma().*member = static_cast<T>(lemma().*member & ~mask); });
    }
  }

  void ClearRegister(Reg reg) {
    for (unsigned bit = 64; bit-- > 0;) {
      const std::uint64_t value = case_.registers.Read(reg);
      const std::uint64_t mask = std::uint64_t{1} << bit;
      if ((value & mask) == 0) continue;
      Try([&] { case_.registers.Write(reg, value & ~mask); });
    }
  }

  void DropChoices() {
    Try([&] { lemma().cd_choices.clear(); });
    for (std::size_t i = case_.choices.size(); i-- > 0;) {
      Try([&] { case_.choices.erase(case_.choices.begin() + static_cast<std::ptrdiff_t>(i)); });
    }
  }

  Case case_;
};

}  // namespace

Case Plainest(Case c) { return Plainer(std::move(c)).Run(); }

LemmaRun RunLemmaCase(Case c, bool broken, std::string_view without) {
  c.lemma->twin = broken;
  if (!without.empty()) c.lemma->without = {std::string(without)};
  c = Plainest(std::move(c));
  DescribeLemma(c);
  return RunReplayed(std::move(c));
}

LemmaStatement StatementOf(std::string name, const LemmaQuestion<Symbolic>& question,
                           std::string_view without, std::vector<Bool<Symbolic>> wishes) {
  LemmaStatement s{std::move(name), {}, question.claim, std::move(wishes)};
  for (const NamedCondition<Symbolic>& p : question.premises) {
    if (p.name != without) s.premises.push_back({p.name, p.condition});
  }
  return s;
}

}  // namespace quiesce
