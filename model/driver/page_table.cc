#include "model/driver/page_table.h"

#include <algorithm>

#include "model/driver/commands.h"
#include "model/driver/maybe_stop.h"

namespace quiesce {
namespace {

constexpr std::uint64_t kAddressMask = 0x0000'FFFF'FFFF'F000;
constexpr std::uint64_t kTable = 3;
/// Valid page, AF, inner shareable, attribute index 1, unprivileged read and write.
constexpr std::uint64_t kStage1Page = 0x3 | 1 << 2 | 1 << 6 | 3 << 8 | 1 << 10 | 1 << 11;
/// Valid page, AF, inner shareable, Normal write-back, read and write.
constexpr std::uint64_t kStage2Page = 0x3 | 0xF << 2 | 3 << 6 | 3 << 8 | 1 << 10;

unsigned FirstLevel(const Domain& domain) { return domain.kind == DomainKind::kStage2 ? 1 : 0; }

std::uint64_t EntryAddress(std::uint64_t table, std::uint64_t iova, unsigned level) {
  return table + (iova >> (12 + 9 * (3 - level)) & 0x1FF) * 8;
}

/// The domain's table at an address that one of its own descriptors holds.
const Resource& TableAt(const Domain& domain, std::uint64_t pa) {
  return *std::find_if(domain.tables.begin(), domain.tables.end(),
                       [&](const Resource& r) { return r.range.first == pa; });
}

/// The table that the descriptor names, made if it names none.
MaybeStop Descend(DriverCore& core, Domain& domain, std::uint64_t& table, std::uint64_t entry) {
  const Resource parent = TableAt(domain, table);
  const WordRead read = core.port.ReadWord(parent, entry);
  if (read.status != BusStatus::kOk) return Unreadable(read.status, entry);
  if ((read.value & 1) != 0) {
    table = read.value & kAddressMask;
    return std::nullopt;
  }
  std::optional<Resource> fresh;
  if (!core.port.Fails(FaultPoint::kAllocPageTable)) fresh = core.port.AllocDma(4096, 4096);
  if (!fresh) return FaultStop(FaultPoint::kAllocPageTable);
  domain.tables.push_back(*fresh);
  table = fresh->range.first;
  core.port.Barrier();
  core.port.WriteWord(parent, entry, table | kTable);
  return std::nullopt;
}

MaybeStop SetPage(DriverCore& core, Domain& domain, std::uint64_t iova, std::uint64_t descriptor) {
  std::uint64_t table = domain.tables[0].range.first;
  for (unsigned level = FirstLevel(domain); level < 3; ++level) {
    if (MaybeStop stop = Descend(core, domain, table, EntryAddress(table, iova, level)))
      return stop;
  }
  core.port.WriteWord(TableAt(domain, table), EntryAddress(table, iova, 3), descriptor);
  core.port.Barrier();
  return std::nullopt;
}

}  // namespace

MaybeStop MapPage(DriverCore& core, Domain& domain, std::uint64_t iova, std::uint64_t pa) {
  const std::uint64_t kind = domain.kind == DomainKind::kStage2 ? kStage2Page : kStage1Page;
  return SetPage(core, domain, iova, (pa & kAddressMask) | kind);
}

MaybeStop UnmapPage(DriverCore& core, Domain& domain, std::uint64_t iova) {
  if (MaybeStop stop = SetPage(core, domain, iova, 0)) return stop;
  if (domain.kind == DomainKind::kStage2) {
    InvalidateVmid(core, domain.vmid);
  } else {
    InvalidateAsid(core, domain.asid);
  }
  return std::nullopt;
}

}  // namespace quiesce
