#include "reports/inspect/hazards.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "reports/inspect/live_streams.h"
#include "spec/ste_view.h"

namespace quiesce {
namespace {

std::string Text(const PhysicalRange& r) {
  return absl::StrFormat("0x%x-0x%x", r.first, r.first + r.bytes - 1);
}

/// "1, 2, 3", or the first of many and their number.
std::string ListText(const std::set<std::uint64_t>& ids) {
  constexpr std::ptrdiff_t kShown = 32;
  const bool all = std::ssize(ids) <= kShown;
  const auto end = all ? ids.end() : std::next(ids.begin(), kShown);
  std::string text = absl::StrJoin(ids.begin(), end, ", ");
  if (!all) absl::StrAppendFormat(&text, " ... (%u in all)", ids.size());
  return text;
}

std::string Text(const LiveStream& s) { return absl::StrFormat("StreamID 0x%x", s.sid); }

/// Collects what is found of each kind.
class Finder {
 public:
  Finder(const Image& image, const std::optional<PhysicalRange>& next_kernel)
      : image_(image),
        view_(View(image)),
        next_kernel_(next_kernel),
        streams_(LiveStreams(view_)) {}

  void Run() {
    Registers();
    if (!Is<"SMMUEN">(view_.cr0).raw()) return;
    NextKernel("the stream table", StreamTableOf(view_));
    Level2Arrays();
    for (const LiveStream& s : streams_) {
      Pointers(s);
      Modes(s);
    }
    CdTables();
    Ids();
  }

  std::vector<Hazard> Take(std::size_t max_of_a_kind) const {
    std::vector<Hazard> hazards;
    for (const auto& [kind, places] : found_) {
      for (std::size_t i = 0; i < std::min(places.size(), max_of_a_kind); ++i) {
        hazards.push_back({kind, places[i]});
      }
      if (places.size() > max_of_a_kind) {
        hazards.push_back({kind, absl::StrFormat("%u more", places.size() - max_of_a_kind)});
      }
    }
    return hazards;
  }

 private:
  /// The same place is named once.
  void Add(HazardKind kind, std::string where) {
    if (seen_.emplace(kind, where).second) found_[kind].push_back(std::move(where));
  }

  void NextKernel(const std::string& what, const PhysicalRange& range) {
    if (!next_kernel_ || !next_kernel_->Overlaps(range)) return;
    Add(HazardKind::kTableInNextKernel, absl::StrFormat("%s at %s", what, Text(range)));
  }

  void Registers();
  void Level2Arrays();
  void CdTables();
  void Ids();
  void Pointers(const LiveStream& s);
  void Modes(const LiveStream& s);
  void Wild(const LiveStream& s, const char* field, std::uint64_t address);

  const Image& image_;
  SmmuView view_;
  std::optional<PhysicalRange> next_kernel_;
  std::vector<LiveStream> streams_;
  std::map<HazardKind, std::vector<std::string>> found_;
  std::set<std::pair<HazardKind, std::string>> seen_;
};

void Finder::Registers() {
  const RegisterImage& r = image_.registers;
  if (view_.service_failure_mode) Add(HazardKind::kServiceFailure, "GERROR.SFM_ERR");
  constexpr std::uint64_t kSfm = 1u << 8;
  const std::uint64_t active = (r.Read(Reg::GERROR) ^ r.Read(Reg::GERRORN)) & ~kSfm;
  if (active != 0) Add(HazardKind::kGlobalError, absl::StrFormat("active errors 0x%x", active));
  const auto unfinished = [&](Reg reg, Reg ack) {
    if (r.Read(reg) == r.Read(ack)) return;
    Add(HazardKind::kUnfinishedUpdate,
        absl::StrFormat("%s is 0x%x, %s 0x%x", SpecOf(reg).name(), r.Read(reg), SpecOf(ack).name(),
                        r.Read(ack)));
  };
  unfinished(Reg::CR0, Reg::CR0ACK);
  unfinished(Reg::IRQ_CTRL, Reg::IRQ_CTRLACK);
  if (Is<"Update">(view_.gbpa).raw()) Add(HazardKind::kUnfinishedUpdate, "GBPA.Update is 1");
  if (!Is<"ABORT">(view_.gbpa).raw()) {
    const bool now = !Is<"SMMUEN">(view_.cr0).raw();
    Add(HazardKind::kGbpaBypass, now ? "CR0.SMMUEN is 0: all DMA bypasses now" : "GBPA");
  }
}

void Finder::Level2Arrays() {
  const PhysicalRange level1 = StreamTableOf(view_);
  const auto split = static_cast<unsigned>(view_.strtab.split.raw());
  std::vector<std::tuple<std::uint64_t, std::uint64_t, std::uint32_t>> arrays;
  for (const LiveStream& s : streams_) {
    const auto range = Level2Of(view_, s);
    const std::uint32_t index = s.sid >> split;
    if (!range || (!arrays.empty() && std::get<2>(arrays.back()) == index)) continue;
    arrays.emplace_back(range->first, range->bytes, index);
    NextKernel(absl::StrFormat("the level 2 array of L1STD 0x%x", index), *range);
    if (level1.Overlaps(*range)) {
      Add(HazardKind::kLevel2InLevel1,
          absl::StrFormat("L1STD 0x%x leads to %s, the level 1 table is %s", index, Text(*range),
                          Text(level1)));
    }
  }
  // In the order of addresses, what overlaps any before it overlaps the one that reaches furthest.
  std::ranges::sort(arrays);
  for (std::size_t i = 1, furthest = 0; i < arrays.size(); ++i) {
    const auto [a, a_bytes, a_index] = arrays[furthest];
    const auto [b, b_bytes, b_index] = arrays[i];
    if (b + b_bytes > a + a_bytes) furthest = i;
    if (!PhysicalRange{a, a_bytes}.Overlaps({b, b_bytes})) continue;
    Add(HazardKind::kLevel2Overlap,
        absl::StrFormat("L1STD 0x%x and 0x%x, both at 0x%x", std::min(a_index, b_index),
                        std::max(a_index, b_index), b));
  }
}

void Finder::Wild(const LiveStream& s, const char* field, std::uint64_t address) {
  const auto oas = static_cast<unsigned>(view_.caps.oas.raw());
  if (address >> oas == 0) return;
  Add(HazardKind::kWildPointer,
      absl::StrFormat("%s: %s 0x%x, output addresses have %u bits", Text(s), field, address, oas));
}

void Finder::Pointers(const LiveStream& s) {
  if (s.summary.kind == StreamKind::kNotCaptured) {
    Add(HazardKind::kNotInImage,
        absl::StrFormat("%s: nothing at 0x%x", Text(s), s.summary.missing.value_or(0)));
  }
  if (s.summary.ste_address) Wild(s, "the STE at", *s.summary.ste_address);
  if (const auto cds = CdTableOf(view_, s)) {
    NextKernel(Text(s) + ": the CD table", *cds);
    Wild(s, "S1ContextPtr", cds->first);
  }
  for (const std::uint64_t root : RootsOf(s)) {
    NextKernel(Text(s) + ": a translation table", {root, 4096});
    Wild(s, "a translation table at", root);
  }
}

void Finder::Modes(const LiveStream& s) {
  if (s.summary.kind == StreamKind::kBypass) Add(HazardKind::kBypass, Text(s));
  if (!s.summary.ste || s.summary.kind != StreamKind::kTranslate) return;
  const Ste<Concrete>& ste = *s.summary.ste;
  const bool stage1 = s.summary.cd && Is<"S">(*s.summary.cd).raw();
  const bool stage2 = Stage2Translates(ste).raw() && Is<"S2S">(ste).raw();
  constexpr unsigned kTerminateOnly = 1;
  if (Get<"STALL_MODEL">(view_.caps.idr0).raw() != kTerminateOnly && (stage1 || stage2)) {
    Add(HazardKind::kStalls, absl::StrFormat("%s: stage %s", Text(s),
                                             stage1 && stage2 ? "1 and 2"
                                             : stage1         ? "1"
                                                              : "2"));
  }
  if (Get<"EATS">(ste).raw() != 0) {
    Add(HazardKind::kAts, absl::StrFormat("%s: EATS %u", Text(s), Get<"EATS">(ste).raw()));
    if (!Is<"ATSCHK">(view_.cr0).raw()) Add(HazardKind::kAtsUnchecked, Text(s));
  }
  if (!StreamWorldOf(ste, view_.caps, Is<"E2H">(view_.cr2)).IsNsEl1().raw()) {
    Add(HazardKind::kEl2Streams,
        absl::StrFormat("%s, CR2.E2H is %u", Text(s), Get<"E2H">(view_.cr2).raw()));
  }
}

void Finder::CdTables() {
  std::vector<std::pair<PhysicalRange, const LiveStream*>> tables;
  for (const LiveStream& s : streams_) {
    if (const auto table = CdTableOf(view_, s)) tables.emplace_back(*table, &s);
  }
  std::ranges::stable_sort(tables, {}, [](const auto& t) { return t.first.first; });
  for (std::size_t i = 1, furthest = 0; i < tables.size(); ++i) {
    const auto& [a, a_stream] = tables[furthest];
    const auto& [b, b_stream] = tables[i];
    if (b.first + b.bytes > a.first + a.bytes) furthest = i;
    if (a == b || !a.Overlaps(b)) continue;
    Add(HazardKind::kCdTablesOverlap, absl::StrFormat("%s has %s, %s has %s", Text(*a_stream),
                                                      Text(a), Text(*b_stream), Text(b)));
  }
}

void Finder::Ids() {
  // By ASID, whether of EL1, and then the VMID.
  std::map<std::tuple<std::uint64_t, bool, std::uint64_t>, std::uint64_t> table_of;
  std::set<std::uint64_t> asids, vmids;
  for (const LiveStream& s : streams_) {
    if (s.summary.kind != StreamKind::kTranslate) continue;
    const Ste<Concrete>& ste = *s.summary.ste;
    const bool stage2 = Stage2Translates(ste).raw();
    if (stage2) vmids.insert(Get<"S2VMID">(ste).raw());
    if (stage2 || !s.summary.cd || Is<"EPD0">(*s.summary.cd).raw()) continue;
    const std::uint64_t asid = Get<"ASID">(*s.summary.cd).raw();
    const std::uint64_t table = Addr<"TTB0">(*s.summary.cd).raw();
    const bool el1 = StreamWorldOf(ste, view_.caps, Is<"E2H">(view_.cr2)).IsNsEl1().raw();
    asids.insert(asid);
    const auto [first, fresh] =
        table_of.try_emplace({asid, el1, el1 ? Get<"S2VMID">(ste).raw() : 0}, table);
    if (fresh || first->second == table) continue;
    Add(HazardKind::kAsidOfTwoTables,
        absl::StrFormat("%s: ASID %u with TTB0 0x%x, another stream has 0x%x", Text(s), asid, table,
                        first->second));
  }
  if (!asids.empty()) Add(HazardKind::kLiveAsids, ListText(asids));
  if (!vmids.empty()) Add(HazardKind::kLiveVmids, ListText(vmids));
}

}  // namespace

std::string_view NameOf(HazardRank rank) {
  constexpr std::array<std::string_view, 3> kNames = {"danger", "risk", "note"};
  return kNames[static_cast<std::size_t>(rank)];
}

std::vector<Hazard> FindHazards(const Image& image, const std::optional<PhysicalRange>& next_kernel,
                                std::size_t max_of_a_kind) {
  Finder finder(image, next_kernel);
  finder.Run();
  return finder.Take(max_of_a_kind);
}

std::string HazardsText(const std::vector<Hazard>& hazards) {
  if (hazards.empty()) return "  none\n";
  std::string text;
  std::optional<HazardKind> last;
  for (const Hazard& h : hazards) {
    const HazardSpec& spec = SpecOf(h.kind);
    if (last != h.kind) {
      absl::StrAppendFormat(&text, "  %-6s %-20s %s\n", NameOf(spec.rank), spec.id, spec.text);
    }
    absl::StrAppendFormat(&text, "  %27s %s\n", "", h.where);
    last = h.kind;
  }
  return text;
}

}  // namespace quiesce
