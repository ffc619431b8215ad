#include "model/image/elf_core.h"

#include <elf.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>

#include "model/image/load.h"
#include "model/image/text_input.h"

namespace quiesce {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Segment {
  std::uint64_t pa;
  std::string content;
  std::uint64_t left_out = 0;  ///< bytes of p_memsz that the file does not have
  std::uint64_t va = 0xffff'0000'0000'0000;
};

/// `words` copies of one word.
std::string Words(std::uint64_t word, std::size_t words) {
  std::string bytes(words * 8, '\0');
  for (std::size_t i = 0; i < words; ++i) std::memcpy(&bytes[i * 8], &word, 8);
  return bytes;
}

/// A core file; it goes away with the object.
class Core {
 public:
  explicit Core(const std::vector<Segment>& segments) {
    std::memcpy(header.e_ident, ELFMAG, SELFMAG);
    header.e_ident[EI_CLASS] = ELFCLASS64;
    header.e_ident[EI_DATA] = ELFDATA2LSB;
    header.e_ident[EI_VERSION] = EV_CURRENT;
    header.e_type = ET_CORE;
    header.e_machine = EM_AARCH64;
    header.e_version = EV_CURRENT;
    header.e_ehsize = sizeof header;
    header.e_phoff = sizeof header;
    header.e_phentsize = sizeof(Elf64_Phdr);
    header.e_phnum = static_cast<Elf64_Half>(segments.size());
    std::uint64_t offset = sizeof header + segments.size() * sizeof(Elf64_Phdr) + kNotes;
    content.assign(kNotes, 'n');
    for (const Segment& s : segments) {
      Elf64_Phdr p{};
      p.p_type = PT_LOAD;
      p.p_offset = offset;
      p.p_vaddr = s.va;
      p.p_paddr = s.pa;
      p.p_filesz = s.content.size();
      p.p_memsz = s.content.size() + s.left_out;
      programs.push_back(p);
      content += s.content;
      offset += s.content.size();
    }
  }
  ~Core() { std::filesystem::remove(path()); }
  Core(const Core&) = delete;
  Core& operator=(const Core&) = delete;

  std::string path() const {
    return ::testing::TempDir() + "quiesce-core-" +
           ::testing::UnitTest::GetInstance()->current_test_info()->name();
  }

  /// The file, without its last `cut` bytes.
  std::string Write(std::size_t cut = 0) const {
    std::string bytes(reinterpret_cast<const char*>(&header), sizeof header);
    for (const Elf64_Phdr& p : programs) {
      bytes.append(reinterpret_cast<const char*>(&p), sizeof p);
    }
    bytes += content;
    bytes.resize(bytes.size() - cut);
    EXPECT_TRUE(WriteWholeFile(path(), bytes).ok());
    return path();
  }

  /// What loading says, after "path: ".
  std::string Error(std::size_t cut = 0) const {
    const std::string message(LoadElfCore(Write(cut)).status().message());
    EXPECT_THAT(message, ::testing::StartsWith(path() + ": "));
    return message.substr(std::min(message.size(), path().size() + 2));
  }

  static constexpr std::size_t kNotes = 20;  ///< so that segments are not even 8-byte aligned

  Elf64_Ehdr header{};
  std::vector<Elf64_Phdr> programs;
  std::string content;
};

TEST(ElfCore, HasItsSegmentsAtTheirPhysicalAddresses) {
  const Core core({{0x4000'0000, Words(7, 1024)}, {0x8000'0000, Words(9, 512)}});
  const auto loaded = LoadElfCore(core.Write());
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  const SparseMemory& m = loaded->image.memory;
  EXPECT_EQ(m.Read64(0x4000'0000).value, 7u);
  EXPECT_EQ(m.Read64(0x4000'1FF8).value, 7u);
  EXPECT_EQ(m.Read64(0x8000'0FC0).value, 9u);
  EXPECT_EQ(m.Read64(0x4000'2000).status, BusStatus::kNotCaptured);
  EXPECT_EQ(m.Read64(0x3FFF'FFF8).status, BusStatus::kNotCaptured);
  EXPECT_THAT(loaded->regions, ElementsAre(Region{0x4000'0000, 0x2000, "PT_LOAD"},
                                           Region{0x8000'0000, 0x1000, "PT_LOAD"}));
}

TEST(ElfCore, ZeroPagesArePresentAndReadNoMemoryUntilLookedAt) {
  const Core core({{0x4000'0000, Words(0, 512 * 256)}});
  const auto loaded = LoadElfCore(core.Write());
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(loaded->image.memory.BytesAllocated(), 0u);
  EXPECT_EQ(loaded->image.memory.Read64(0x4005'0000).status, BusStatus::kOk);
  EXPECT_LT(loaded->image.memory.BytesAllocated(), 8192u);
}

TEST(ElfCore, WhatAFilterLeftOutIsNotCaptured) {
  const Core core({{0x4000'0000, Words(7, 512), 0x1000}});
  const auto loaded = LoadElfCore(core.Write());
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(loaded->image.memory.Read64(0x4000'1000).status, BusStatus::kNotCaptured);
}

TEST(ElfCore, OnlyWholeLinesArePresent) {
  const Core core({{0x1020, Words(7, 12)}, {0x1080, Words(8, 7)}, {0x10B8, Words(9, 2)}});
  const auto loaded = LoadElfCore(core.Write());
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  const SparseMemory& m = loaded->image.memory;
  EXPECT_FALSE(m.Present(0x1020));
  EXPECT_EQ(m.Read64(0x1040).value, 7u);
  EXPECT_EQ(m.Read64(0x10B0).value, 8u);
  EXPECT_EQ(m.Read64(0x10B8).value, 9u);  // the line is whole only with both segments
  EXPECT_FALSE(m.Present(0x10C0));
  EXPECT_THAT(loaded->regions, ElementsAre(Region{0x1040, 0x80, "PT_LOAD"}));
}

TEST(ElfCore, SegmentsMayShowTheSameMemoryTwice) {
  const std::string kernel_text = Words(7, 512);
  const Core core({{0x1000, kernel_text},
                   {0x0, Words(1, 512) + kernel_text + Words(2, 512)},
                   {0x2000, Words(2, 512) + Words(3, 512)}});
  const auto loaded = LoadElfCore(core.Write());
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(loaded->image.memory.Read64(0x1000).value, 7u);
  EXPECT_EQ(loaded->image.memory.Read64(0x3000).value, 3u);
  EXPECT_THAT(loaded->regions, ElementsAre(Region{0x0, 0x4000, "PT_LOAD"}));
}

TEST(ElfCore, SegmentsMustAgree) {
  const Core core({{0x0, Words(1, 1024)}, {0x1000, Words(1, 8) + Words(2, 8)}});
  EXPECT_EQ(core.Error(), "segments 0x0+0x2000 and 0x1000+0x80 overlap and differ at 0x1040");
}

TEST(ElfCore, ListsItsLinesForConversion) {
  const Core core({{0x1000, Words(7, 512)}, {0x4000, Words(0, 512)}});
  const auto loaded = LoadElfCore(core.Write());
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  SparseMemory eager(BusStatus::kNotCaptured);
  for (std::uint64_t pa = 0x1000; pa < 0x2000; pa += 8) eager.Write64(pa, 7);
  eager.Map(0x4000, 0x1000);
  EXPECT_EQ(loaded->image.memory, eager);
}

TEST(ElfCore, RefusesOtherElfFiles) {
  Core core({{0x1000, Words(7, 512)}});
  core.header.e_machine = EM_X86_64;
  EXPECT_EQ(core.Error(), "a core of machine 62: only AArch64 (183) cores hold an SMMUv3");
  core.header.e_type = ET_EXEC;
  EXPECT_EQ(core.Error(), "an ELF file, but not a core");
  core.header.e_ident[EI_DATA] = ELFDATA2MSB;
  EXPECT_EQ(core.Error(), "not a 64-bit little-endian ELF file");
  core.header.e_ident[EI_CLASS] = ELFCLASS32;
  EXPECT_EQ(core.Error(), "not a 64-bit little-endian ELF file");
}

TEST(ElfCore, SaysWhatIsTruncated) {
  const Core core({{0x1000, Words(7, 512)}});
  EXPECT_EQ(core.Error(1),
            "truncated: segment 0x1000+0x1000 is at offset 0x8c, but the file has only 0x108b "
            "bytes");
  EXPECT_THAT(core.Error(core.content.size() + 8),
              HasSubstr("truncated: the file ends within its program headers"));
  EXPECT_THAT(core.Error(core.content.size() + 100), HasSubstr("not a readable ELF file"));
}

TEST(ElfCore, RefusesWildSegments) {
  Core core({{0x1000, Words(7, 512)}});
  core.programs[0].p_paddr = ~std::uint64_t{0} - 0xFF;
  EXPECT_THAT(core.Error(), HasSubstr("reaches past the last physical address"));
  core.programs[0].p_offset = ~std::uint64_t{0} - 0xFF;
  EXPECT_THAT(core.Error(), HasSubstr("truncated: segment"));
  EXPECT_THAT(Core({}).Error(), HasSubstr("the core has no memory"));
}

TEST(ElfCore, RefusesACoreOfAProcess) {
  const Core core({{0, Words(7, 512), 0, 0x400000}, {0, Words(8, 512), 0, 0x600000}});
  EXPECT_THAT(core.Error(), HasSubstr("every p_paddr is 0: a core of a process"));
}

TEST(ElfCore, SaysWhatToDoWithOtherDumps) {
  const Core place({});
  const auto error = [&](const std::string& start) {
    EXPECT_TRUE(LooksLikeCore(start + std::string(8192, '\0')));
    EXPECT_TRUE(WriteWholeFile(place.path(), start + std::string(8192, '\0')).ok());
    return std::string(LoadElfCore(place.path()).status().message());
  };
  EXPECT_THAT(error("KDUMP   "), HasSubstr("dump again with `makedumpfile -E`"));
  EXPECT_THAT(error("DISKDUMP"), HasSubstr("dump again with `makedumpfile -E`"));
  EXPECT_THAT(error("makedumpfile"), HasSubstr("`makedumpfile -R OUT < FILE`"));
  EXPECT_TRUE(WriteWholeFile(place.path(), "MZ").ok());
  EXPECT_EQ(LoadElfCore(place.path()).status().message(), place.path() + ": not an ELF file");
}

TEST(ElfCore, LoadsWithARegisterFileOnly) {
  const Core core({{0x1000, Words(7, 512)}});
  const std::string path = core.Write();
  EXPECT_EQ(LoadImage(path).status().message(),
            path + ": a core holds no SMMU registers: give a register file as well");
  const std::string registers = path + ".registers";
  ASSERT_TRUE(WriteWholeFile(registers,
                             "IDR0=1\nIDR1=2\nIDR5=3\nCR0=1\nSTRTAB_BASE=0x1000\n"
                             "STRTAB_BASE_CFG=0\n")
                  .ok());
  const auto loaded = LoadImage(path, registers);
  std::filesystem::remove(registers);
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(loaded->image.registers.Read(Reg::STRTAB_BASE), 0x1000u);
  EXPECT_EQ(loaded->image.memory.Read64(0x1000).value, 7u);
}

}  // namespace
}  // namespace quiesce
