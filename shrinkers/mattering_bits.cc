#include "shrinkers/mattering_bits.h"

#include <map>
#include <utility>

namespace quiesce {
namespace {

using Place = DamagedWord::Place;

/// A damaged word with the way to it: `set(case, value)` puts another value there.
struct Damaged {
  DamagedWord word;
  unsigned bits;
  std::function<void(HandOverCase&, std::uint64_t)> set;
};

/// The crash as it would be without corruptions, oddities of the SMMU aside.
Image SoundImage(const HandOver& h) {
  HandOver sound = h;
  if (auto* const s = std::get_if<Scenario>(&sound.crashed)) s->corruptions.clear();
  sound.words.clear();
  return CrashedImage(sound);
}

void AddRegisters(const Image& sound, const Image& crashed, std::vector<Damaged>& out) {
  for (std::size_t i = 0; i < kRegCount; ++i) {
    const Reg reg = static_cast<Reg>(i);
    const std::uint64_t before = sound.registers.Read(reg);
    const std::uint64_t now = crashed.registers.Read(reg);
    if (before == now) continue;
    out.push_back({{Place::kRegister, SpecOf(reg).offset, before, now},
                   SpecOf(reg).format->bits,
                   [reg](HandOverCase& c, std::uint64_t value) {
                     std::get<Image>(c.hand_over.crashed).registers.Write(reg, value);
                   }});
  }
}

void AddMemory(const Image& sound, const Image& crashed, std::vector<Damaged>& out) {
  std::map<std::uint64_t, std::pair<std::uint64_t, std::uint64_t>> changed;
  const auto compare = [&](std::uint64_t line, const std::uint64_t*) {
    for (std::uint64_t pa = line; pa < line + SparseMemory::kLineBytes; pa += 8) {
      const std::uint64_t before = sound.memory.Read64(pa).value;
      const std::uint64_t now = crashed.memory.Read64(pa).value;
      if (before != now) changed[pa] = {before, now};
    }
  };
  sound.memory.ForEachLine(compare);
  crashed.memory.ForEachLine(compare);
  for (const auto& [pa, word] : changed) {
    out.push_back({{Place::kMemory, pa, word.first, word.second},
                   64,
                   [pa = pa](HandOverCase& c, std::uint64_t value) {
                     std::get<Image>(c.hand_over.crashed).memory.Write64(pa, value);
                   }});
  }
}

void AddCached(const HandOver& h, const Image& crashed, std::vector<Damaged>& out) {
  for (std::size_t i = 0; i < h.caches.size(); ++i) {
    for (std::size_t n = 0; n < h.caches[i].then.size(); ++n) {
      const MemoryWord& w = h.caches[i].then[n];
      out.push_back({{Place::kCached, w.pa, crashed.memory.Read64(w.pa).value, w.value},
                     64,
                     [i, n](HandOverCase& c, std::uint64_t value) {
                       c.hand_over.caches[i].then[n].value = value;
                     }});
    }
  }
}

void AddLater(const HandOver& h, const Image& crashed, std::vector<Damaged>& out) {
  for (std::size_t i = 0; i < h.schedule.actions.size(); ++i) {
    const Action& a = h.schedule.actions[i];
    const auto set = [i](HandOverCase& c, std::uint64_t value) {
      c.hand_over.schedule.actions[i].word.value = value;
    };
    if (a.kind == ActionKind::kCorrupt) {
      const std::uint64_t before = crashed.memory.Read64(a.word.pa).value;
      out.push_back({{Place::kLater, a.word.pa, before, a.word.value}, 64, set});
    } else if (a.kind == ActionKind::kWriteRegister) {
      const auto half = RegisterAt(static_cast<std::uint32_t>(a.word.pa));
      const std::uint64_t before = half ? crashed.registers.Read(half->reg) : 0;
      out.push_back({{Place::kLaterRegister, a.word.pa, before, a.word.value}, 32, set});
    }
  }
}

std::vector<Damaged> DamageOf(const HandOver& h, const Image& crashed) {
  std::vector<Damaged> all;
  const Image sound = SoundImage(h);
  AddRegisters(sound, crashed, all);
  AddMemory(sound, crashed, all);
  AddCached(h, crashed, all);
  AddLater(h, crashed, all);
  return all;
}

}  // namespace

MatteringBits FindMatteringBits(const HandOverCase& c,
                                const std::function<bool(const HandOverCase&)>& fails) {
  MatteringBits found;
  HandOverCase changed = c;
  HandOver& h = changed.hand_over;
  Image crashed = CrashedImage(h);
  std::vector<Damaged> damage = DamageOf(h, crashed);
  // What is damaged is its bytes; whether a crash is sound is not.
  h.sound_image = IsWellFormed(h);
  h.crashed = std::move(crashed);
  h.words.clear();
  for (Damaged& d : damage) {
    if (found.words.size() == kMostDamagedWords) {
      ++found.left_out;
      continue;
    }
    for (unsigned bit = 0; bit < d.bits; ++bit) {
      const std::uint64_t mask = std::uint64_t{1} << bit;
      d.set(changed, d.word.value ^ mask);
      ++found.executions;
      if (!fails(changed)) d.word.matters |= mask;
    }
    d.set(changed, d.word.value);
    found.words.push_back(d.word);
  }
  return found;
}

}  // namespace quiesce
