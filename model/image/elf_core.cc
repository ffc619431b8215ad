#include "model/image/elf_core.h"

#include <gelf.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "absl/strings/str_format.h"
#include "model/image/core_extents.h"
#include "model/image/text_input.h"

namespace quiesce {
namespace {

/// Dumps that are not ELF, by how they start.
struct OtherDump {
  std::string_view start;
  std::string_view what_to_do;
};
// makedumpfile refuses -E for input that is kdump-compressed, so that is no way out.
constexpr std::string_view kDumpAsElf =
    "a kdump-compressed dump, which makedumpfile cannot turn back into ELF: dump again with "
    "`makedumpfile -E` or `cp` from /proc/vmcore, or dump-guest-memory without a format option";
constexpr OtherDump kOtherDumps[] = {
    {"KDUMP   ", kDumpAsElf},
    {"DISKDUMP", kDumpAsElf},
    {"makedumpfile",
     "a flattened dump: rearrange it with `makedumpfile -R OUT < FILE`; the result "
     "must be ELF (`makedumpfile -E`, not a QEMU kdump format)"},
};
constexpr std::size_t kLongestStart = 12;
constexpr std::string_view kElfMagic =
    "\x7f"
    "ELF";

absl::Status Error(std::string_view what) {
  return absl::InvalidArgumentError(absl::StrFormat("%s", what));
}

absl::Status CheckStart(const FileReader& file) {
  std::array<std::byte, kLongestStart> bytes{};
  const std::size_t n = std::min<std::uint64_t>(bytes.size(), file.size());
  if (!file.Read(0, {bytes.data(), n})) return Error("cannot be read");
  const std::string_view start(reinterpret_cast<const char*>(bytes.data()), n);
  for (const OtherDump& dump : kOtherDumps) {
    if (start.starts_with(dump.start)) return Error(dump.what_to_do);
  }
  return start.starts_with(kElfMagic) ? absl::OkStatus() : Error("not an ELF file");
}

absl::Status CheckHeader(Elf* elf) {
  GElf_Ehdr header;
  if (elf_kind(elf) != ELF_K_ELF || gelf_getehdr(elf, &header) == nullptr) {
    return Error(absl::StrFormat("not a readable ELF file: %s", elf_errmsg(-1)));
  }
  if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_ident[EI_DATA] != ELFDATA2LSB) {
    return Error("not a 64-bit little-endian ELF file");
  }
  if (header.e_type != ET_CORE) return Error("an ELF file, but not a core");
  if (header.e_machine != EM_AARCH64) {
    return Error(absl::StrFormat("a core of machine %d: only AArch64 (183) cores hold an SMMUv3",
                                 header.e_machine));
  }
  return absl::OkStatus();
}

absl::Status CheckSegment(const GElf_Phdr& p, std::uint64_t file_size) {
  if (p.p_offset > file_size || p.p_filesz > file_size - p.p_offset) {
    return Error(
        absl::StrFormat("truncated: segment 0x%x+0x%x is at offset 0x%x, but the file has "
                        "only 0x%x bytes",
                        p.p_paddr, p.p_filesz, p.p_offset, file_size));
  }
  if (p.p_paddr + p.p_filesz < p.p_paddr) {
    return Error(absl::StrFormat("segment 0x%x+0x%x reaches past the last physical address",
                                 p.p_paddr, p.p_filesz));
  }
  return absl::OkStatus();
}

/// A core of a process has only virtual addresses.
absl::Status CheckPhysical(const std::vector<GElf_Phdr>& loads) {
  if (loads.empty()) return Error("the core has no memory: no PT_LOAD segment with content");
  const bool physical = std::ranges::any_of(loads, [](const auto& p) { return p.p_paddr != 0; });
  if (physical || loads.size() == 1) return absl::OkStatus();
  return Error(
      "every p_paddr is 0: a core of a process, not of a machine; use dump-guest-memory or kdump");
}

absl::StatusOr<std::vector<Extent>> Segments(Elf* elf, std::uint64_t file_size) {
  std::size_t count = 0;
  GElf_Ehdr header;
  if (elf_getphdrnum(elf, &count) != 0 || gelf_getehdr(elf, &header) == nullptr) {
    return Error("the program headers are not readable");
  }
  if (header.e_phnum != PN_XNUM && header.e_phnum != count) {
    return Error("truncated: the file ends within its program headers");
  }
  std::vector<GElf_Phdr> loads;
  for (std::size_t i = 0; i < count; ++i) {
    GElf_Phdr p;
    if (gelf_getphdr(elf, static_cast<int>(i), &p) == nullptr) {
      return Error("truncated: the file ends within its program headers");
    }
    if (p.p_type != PT_LOAD || p.p_filesz == 0) continue;
    if (absl::Status s = CheckSegment(p, file_size); !s.ok()) return s;
    loads.push_back(p);
  }
  if (absl::Status s = CheckPhysical(loads); !s.ok()) return s;
  std::vector<Extent> extents;
  for (const GElf_Phdr& p : loads) extents.push_back({p.p_paddr, p.p_filesz, p.p_offset});
  return extents;
}

absl::StatusOr<std::vector<Extent>> ReadExtents(const FileReader& file) {
  if (absl::Status status = CheckStart(file); !status.ok()) return status;
  elf_version(EV_CURRENT);
  const std::unique_ptr<Elf, int (*)(Elf*)> elf(elf_begin(file.descriptor(), ELF_C_READ, nullptr),
                                                elf_end);
  if (absl::Status status = CheckHeader(elf.get()); !status.ok()) return status;
  absl::StatusOr<std::vector<Extent>> extents = Segments(elf.get(), file.size());
  if (!extents.ok()) return extents;
  return Disjoint(*std::move(extents), file);
}

}  // namespace

bool LooksLikeCore(std::string_view first_bytes) {
  if (first_bytes.starts_with(kElfMagic)) return true;
  return std::ranges::any_of(kOtherDumps,
                             [&](const OtherDump& d) { return first_bytes.starts_with(d.start); });
}

absl::StatusOr<LoadedImage> LoadElfCore(const std::string& path) {
  absl::StatusOr<FileReader> file = FileReader::Open(path);
  if (!file.ok()) return file.status();
  absl::StatusOr<std::vector<Extent>> extents = ReadExtents(*file);
  if (!extents.ok()) return ErrorIn(path, extents.status());
  const auto source = std::make_shared<CoreSource>(*std::move(file), *std::move(extents));
  LoadedImage loaded;
  loaded.image.memory = SparseMemory(BusStatus::kNotCaptured, source);
  loaded.regions = source->Regions();
  return loaded;
}

}  // namespace quiesce
