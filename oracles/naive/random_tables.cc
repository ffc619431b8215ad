#include "oracles/naive/random_tables.h"

#include <algorithm>

#include "oracles/naive/descriptor.h"
#include "oracles/naive/stage2.h"
#include "oracles/naive/table_walk.h"

namespace quiesce::naive {
namespace {

constexpr unsigned kPaths = 8;

// One set of tables to draw paths in: TTB0, TTB1 or S2TTB.
struct Tree {
  Granule granule;
  Lookup start;
  std::uint64_t base;
  unsigned input_bits;
  unsigned output_bits;
  bool big_endian;
  int stage;
};

Tree Stage1Tree(const Stage1& s1, const Half& half) {
  const Lookup start = *Stage1Start(half.granule, half.tsz);
  return {
      half.granule,  start, AlignedBase(half.ttb, start, s1.ips_bits), 64 - half.tsz, s1.ips_bits,
      s1.big_endian, 1};
}

Tree Stage2Tree(const Stage2& s2) {
  const Lookup start = Stage2Start(s2.granule, s2.sl0, s2.t0sz)->lookup;
  return {s2.granule,    start, AlignedBase(s2.ttb, start, s2.ps_bits), 64 - s2.t0sz, s2.ps_bits,
          s2.big_endian, 2};
}

unsigned PageBits(Granule granule) { return NextLookup(granule, 3).lsb; }

class Drawer {
 public:
  Drawer(SplitMix& random, RandomTables& out) : random_(random), out_(out) {}

  void DrawStage1Paths();
  void DrawStage2Paths();
  void DrawCdAddress();

 private:
  const Config& config() const { return out_.drawn.config; }
  bool lpa() const { return config().smmu.oas == 52; }

  // Draws what is missing of the walk of `ia`; `sound` avoids what would make it fault.
  void DrawPath(const Tree& tree, std::uint64_t ia, bool sound);
  // The word at an address that `tree` walks through, drawing stage 2 if that is in the way.
  std::optional<std::uint64_t> Locate(const Tree& tree, std::uint64_t address);
  std::uint64_t Load(const Tree& tree, std::uint64_t pa) const;
  void Store(const Tree& tree, std::uint64_t pa, std::uint64_t descriptor);

  std::uint64_t DrawDescriptor(const Tree& tree, const Lookup& lookup, std::uint64_t ia,
                               bool sound);
  std::uint64_t DrawTable(const Tree& tree, bool sound);
  std::uint64_t DrawLeaf(const Tree& tree, const Lookup& lookup, std::uint64_t ia, bool sound);
  std::uint64_t DrawLeafAttributes(const Tree& tree, bool sound);
  std::uint64_t DrawRes0(const Tree& tree, const Lookup& lookup);
  std::uint64_t DrawAddress(const Tree& tree, unsigned aligned_bits, bool sound);
  std::uint64_t Encode(const Tree& tree, std::uint64_t address);
  std::uint64_t DrawInput(const Tree& tree);

  SplitMix& random_;
  RandomTables& out_;
  std::vector<std::uint64_t> table_addresses_;
};

std::uint64_t Drawer::Load(const Tree& tree, std::uint64_t pa) const {
  const std::uint64_t word = out_.memory.Read64(pa).value;
  return tree.big_endian ? __builtin_bswap64(word) : word;
}

// Mostly with some zeros around it, so that a neighbour is an invalid descriptor, not an abort.
void Drawer::Store(const Tree& tree, std::uint64_t pa, std::uint64_t descriptor) {
  if (random_.Chance(80)) out_.memory.Map(pa >> 9 << 9, 512);
  out_.memory.Write64(pa, tree.big_endian ? __builtin_bswap64(descriptor) : descriptor);
}

std::optional<std::uint64_t> Drawer::Locate(const Tree& tree, std::uint64_t address) {
  if (tree.stage == 2 || !config().stage2) return address;
  Stage2Access fetch;
  fetch.access.address = address;
  fetch.fault_class = FaultClass::kTt;
  const auto walk = [&] {
    return WalkStage2(config().smmu, *config().stage2, Reader(out_.memory), fetch);
  };
  Outcome o = walk();
  if (!o.ok) {
    DrawPath(Stage2Tree(*config().stage2), address, random_.Chance(85));
    o = walk();
  }
  return o.ok ? std::optional(o.pa) : std::nullopt;
}

void Drawer::DrawPath(const Tree& tree, std::uint64_t ia, bool sound) {
  if (Exceeds(ia, tree.input_bits)) return;
  std::uint64_t table = tree.base;
  Lookup lookup = tree.start;
  for (;;) {
    const std::optional<std::uint64_t> pa = Locate(tree, DescriptorAddress(table, lookup, ia));
    if (!pa) return;
    std::uint64_t descriptor = Load(tree, *pa);
    if (descriptor == 0) {
      if (!sound && random_.Chance(6)) return;  // nothing there: an abort or an invalid descriptor
      descriptor = DrawDescriptor(tree, lookup, ia, sound);
      Store(tree, *pa, descriptor);
    }
    const Decoded decoded =
        Decode(config().smmu, tree.granule, lookup.level, descriptor, ia, tree.output_bits);
    if (decoded.what == Decoded::What::kLeaf && tree.stage == 1 && config().stage2) {
      DrawPath(Stage2Tree(*config().stage2), decoded.address, random_.Chance(70));
    }
    if (decoded.what != Decoded::What::kTable) return;
    table = decoded.address;
    lookup = NextLookup(tree.granule, lookup.level + 1);
  }
}

std::uint64_t Drawer::DrawDescriptor(const Tree& tree, const Lookup& lookup, std::uint64_t ia,
                                     bool sound) {
  if (!sound && random_.Chance(4)) return random_.Next() & ~std::uint64_t{1};
  const bool can_be_block = TypeOf(tree.granule, lookup.level, 1, lpa()) == DescriptorType::kLeaf;
  if (lookup.level == 3) {
    const bool reserved = !sound && random_.Chance(4);
    return DrawLeaf(tree, lookup, ia, sound) | (reserved ? 1 : 3);
  }
  if ((can_be_block && random_.Chance(30)) || (!sound && random_.Chance(2))) {
    return DrawLeaf(tree, lookup, ia, sound) | 1;
  }
  return DrawTable(tree, sound);
}

// The part of a descriptor that holds an address.
std::uint64_t Drawer::Encode(const Tree& tree, std::uint64_t address) {
  std::uint64_t descriptor = address & 0x0000'FFFF'FFFF'F000;
  if (tree.granule == Granule::k64K) {
    descriptor &= ~std::uint64_t{0xF000};
    if (lpa()) descriptor |= Slice(address, 51, 48) << 12;
    if (!lpa() && random_.Chance(2)) descriptor |= random_.Bits(4) << 12;
  }
  return descriptor;
}

// In the output range, and with two stages in the input range of stage 2; rarely out of both.
std::uint64_t Drawer::DrawAddress(const Tree& tree, unsigned aligned_bits, bool sound) {
  unsigned bits =
      tree.granule == Granule::k64K ? tree.output_bits : std::min(tree.output_bits, 48u);
  if (tree.stage == 1 && config().stage2 && !random_.Chance(2)) {
    bits = std::min(bits, 64 - config().stage2->t0sz);
  }
  if (!sound && random_.Chance(3)) bits = lpa() && tree.granule == Granule::k64K ? 52 : 48;
  return random_.Bits(bits) >> aligned_bits << aligned_bits;
}

std::uint64_t Drawer::DrawTable(const Tree& tree, bool sound) {
  std::uint64_t address = DrawAddress(tree, PageBits(tree.granule), sound);
  if (!sound && !table_addresses_.empty() && random_.Chance(3)) {
    address = table_addresses_[random_.Below(static_cast<unsigned>(table_addresses_.size()))];
    address = address >> PageBits(tree.granule) << PageBits(tree.granule);
  }
  table_addresses_.push_back(address);
  std::uint64_t descriptor = Encode(tree, address) | 3;
  for (unsigned bit = 59; bit <= 62; ++bit) {
    if (random_.Chance(15)) descriptor |= std::uint64_t{1} << bit;
  }
  if (random_.Chance(10)) descriptor |= random_.Bits(10) << 2;  // IGNORED but for bits [1:0]
  if (random_.Chance(10)) descriptor |= random_.Bits(8) << 51;
  return descriptor;
}

std::uint64_t Drawer::DrawLeaf(const Tree& tree, const Lookup& lookup, std::uint64_t ia,
                               bool sound) {
  std::uint64_t address = DrawAddress(tree, lookup.lsb, sound);
  if (tree.stage == 2 && random_.Chance(10)) address = ia >> lookup.lsb << lookup.lsb;
  return Encode(tree, address) | DrawLeafAttributes(tree, sound) | DrawRes0(tree, lookup);
}

// RES0 bits, which are no part of the output address: rarely nonzero.
std::uint64_t Drawer::DrawRes0(const Tree& tree, const Lookup& lookup) {
  std::uint64_t bits = 0;
  if (random_.Chance(4)) bits |= random_.Bits(2) << 48;
  const unsigned lowest = tree.granule == Granule::k64K ? 16 : 12;
  if (random_.Chance(4)) bits |= random_.Bits(lookup.lsb - lowest) << lowest;
  return bits;
}

// Bits [11:2] and [63:50]. A sound leaf has what a walk needs.
std::uint64_t Drawer::DrawLeafAttributes(const Tree& tree, bool sound) {
  std::uint64_t d = random_.Bits(10) << 2 | random_.Bits(14) << 50;
  if (random_.Chance(90)) d &= ~(std::uint64_t{1} << 52);  // Contiguous
  d |= 1 << 10;
  if (random_.Chance(15)) d ^= 1 << 10;  // AF
  if (random_.Chance(40)) d &= ~(std::uint64_t{3} << 53);
  if (tree.stage == 2 && !random_.Chance(15)) d |= 3 << 6 | 0xF << 2;  // RW, Normal
  if (tree.stage == 1 && random_.Chance(30)) d = (d & ~std::uint64_t{0x80}) | 0x40;
  if (sound && random_.Chance(90)) d |= 1 << 10 | 1 << 6;
  return d;
}

// Half of the inputs differ from an earlier one in a single bit, so that they share tables.
std::uint64_t Drawer::DrawInput(const Tree& tree) {
  if (out_.targets.empty() || random_.Chance(50)) return random_.Bits(tree.input_bits);
  const std::uint64_t near =
      out_.targets[random_.Below(static_cast<unsigned>(out_.targets.size()))];
  const std::uint64_t flipped = near ^ std::uint64_t{1} << random_.Below(tree.input_bits);
  return Slice(flipped, tree.input_bits - 1, 0);
}

void Drawer::DrawStage1Paths() {
  const Stage1& s1 = *config().stage1;
  for (unsigned i = 0; i < kPaths; ++i) {
    const bool upper = s1.regime != Regime::kEl2 && i % 2 == 1;
    const Tree tree = Stage1Tree(s1, upper ? s1.upper : s1.lower);
    const std::uint64_t ia = DrawInput(tree);
    DrawPath(tree, ia, random_.Chance(30));
    out_.targets.push_back(upper ? ia | ~Slice(~std::uint64_t{0}, tree.input_bits - 1, 0) : ia);
  }
}

void Drawer::DrawStage2Paths() {
  const Tree tree = Stage2Tree(*config().stage2);
  for (unsigned i = 0; i < kPaths; ++i) {
    const std::uint64_t ipa = DrawInput(tree);
    DrawPath(tree, ipa, random_.Chance(30));
    out_.targets.push_back(ipa);
  }
}

void Drawer::DrawCdAddress() {
  unsigned bits = std::min(config().smmu.oas, 48u);
  if (config().stage2) bits = std::min(bits, 64 - config().stage2->t0sz);
  out_.cd_address = random_.Bits(bits) >> 6 << 6;
  if (config().stage2) DrawPath(Stage2Tree(*config().stage2), out_.cd_address, true);
}

}  // namespace

void DrawTables(std::uint64_t seed, RandomTables& out) {
  SplitMix random(seed);
  out.memory.Clear();
  out.targets.clear();
  out.cd_address = 0;
  out.drawn = DrawConfig(random);
  Drawer drawer(random, out);
  if (!out.drawn.config.stage1) {
    drawer.DrawStage2Paths();
    return;
  }
  drawer.DrawStage1Paths();
  drawer.DrawCdAddress();
}

Access DrawAccess(const RandomTables& tables, SplitMix& random) {
  Access access;
  access.address = tables.targets[random.Below(static_cast<unsigned>(tables.targets.size()))];
  if (random.Chance(70)) access.address ^= random.Bits(12);
  if (random.Chance(15)) access.address ^= std::uint64_t{1} << random.Below(48);
  if (random.Chance(5)) access.address ^= std::uint64_t{1} << random.Between(32, 63);
  if (random.Chance(5)) access.address ^= random.Bits(8) << 56;
  if (random.Chance(1)) access.address = random.Next();
  access.direction =
      random.Pick({Direction::kRead, Direction::kRead, Direction::kWrite, Direction::kAtomic});
  access.privileged = random.Chance(50);
  access.instruction = random.Chance(30);
  return access;
}

ReadMemory Reader(const SparseMemory& memory) {
  return [&memory](std::uint64_t pa) -> std::optional<std::uint64_t> {
    const WordRead read = memory.Read64(pa);
    return read.status == BusStatus::kOk ? std::optional(read.value) : std::nullopt;
  };
}

}  // namespace quiesce::naive
