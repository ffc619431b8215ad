#include "model/image/register_file.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_format.h"
#include "model/image/text_input.h"

namespace quiesce {
namespace {

constexpr Reg kNeeded[] = {Reg::IDR0, Reg::IDR1,        Reg::IDR5,
                           Reg::CR0,  Reg::STRTAB_BASE, Reg::STRTAB_BASE_CFG};

bool IsNeeded(Reg r) { return std::ranges::find(kNeeded, r) != std::end(kNeeded); }

/// The part of a register that one line gives.
struct Part {
  Reg reg;
  bool low;
  bool high;  ///< a 32-bit register has only a low half

  unsigned lsb() const { return low ? 0 : 32; }
  unsigned bits() const { return low && high ? 64 : 32; }
  std::uint64_t mask() const { return MaxValue(bits()) << lsb(); }

  friend bool operator==(const Part&, const Part&) = default;
};

bool Is64Bit(Reg r) { return SpecOf(r).bytes() == 8; }
Part Whole(Reg r) { return {r, true, Is64Bit(r)}; }

std::string NameOf(Part p) {
  const std::string_view name = SpecOf(p.reg).name();
  if (p == Whole(p.reg)) return std::string(name);
  return absl::StrFormat("%s_%s", name, p.low ? "LO" : "HI");
}

std::optional<Part> PartNamed(std::string_view name) {
  if (const auto whole = RegisterNamed(name)) return Whole(*whole);
  const bool low = name.ends_with("_LO");
  if (!low && !name.ends_with("_HI")) return std::nullopt;
  const auto reg = RegisterNamed(name.substr(0, name.size() - 3));
  if (!reg || !Is64Bit(*reg)) return std::nullopt;
  return Part{*reg, low, !low};
}

absl::StatusOr<Part> PartAt(std::uint64_t offset) {
  constexpr std::uint64_t kPage1 = 0x10000;
  const auto find = [](std::uint64_t at) {
    return at < 2 * kPage1 ? RegisterAt(static_cast<std::uint32_t>(at)) : std::nullopt;
  };
  if (offset % 4 != 0) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "offset 0x%x is not a multiple of 4: registers are read 32 bits at a time", offset));
  }
  if (const auto half = find(offset)) return Part{half->reg, !half->high, half->high};
  if (const auto half = find(offset + kPage1)) {
    return absl::InvalidArgumentError(
        absl::StrFormat("offset 0x%x is no register: %s is in page 1, at 0x%x", offset,
                        SpecOf(half->reg).name(), offset + kPage1));
  }
  return absl::InvalidArgumentError(
      absl::StrFormat("no Non-secure SMMU register is at offset 0x%x", offset));
}

absl::StatusOr<Part> PartOf(std::string_view key) {
  if (key.starts_with("0x") || key.starts_with("0X")) {
    if (const auto offset = ParseNumber(key)) return PartAt(*offset);
  }
  if (const auto part = PartNamed(key)) return *part;
  return absl::InvalidArgumentError(absl::StrFormat(
      "'%s' is neither an offset (0x...) nor the name of a Non-secure SMMU register", key));
}

/// A comment that opens with a register's name must agree with the key.
absl::Status CheckComment(std::string_view key, std::string_view comment) {
  const std::vector<std::string_view> words = SplitWords(comment);
  const auto named = words.empty() ? std::nullopt : PartNamed(words[0]);
  const auto part = PartOf(key);
  if (!named || !part.ok() || *named == *part || *named == Whole(part->reg)) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrFormat("%s is %s, but the comment names %s", key, NameOf(*part), NameOf(*named)));
}

absl::Status TakeLine(std::string_view line, std::size_t number, RegisterCollector& registers) {
  const std::size_t hash = std::min(line.find('#'), line.size());
  const std::string_view content = Trim(line.substr(0, hash));
  if (content.empty()) return absl::OkStatus();
  const std::size_t equals = content.find('=');
  if (equals == std::string_view::npos) {
    return absl::InvalidArgumentError("expected `offset=value` or `NAME=value`");
  }
  const std::string_view key = Trim(content.substr(0, equals));
  absl::Status status = registers.Set(key, Trim(content.substr(equals + 1)), number);
  if (!status.ok()) return status;
  return CheckComment(key, line.substr(std::min(hash + 1, line.size())));
}

}  // namespace

absl::Status RegisterCollector::Set(std::string_view key, std::string_view text, std::size_t line) {
  const absl::StatusOr<Part> part = PartOf(key);
  if (!part.ok()) return part.status();
  const auto value = ParseNumber(text);
  if (!value) return absl::InvalidArgumentError(absl::StrFormat("'%s' is not a number", text));
  if (*value > MaxValue(part->bits())) {
    return absl::InvalidArgumentError(absl::StrFormat("0x%x does not fit the %d bits of %s", *value,
                                                      part->bits(), NameOf(*part)));
  }
  std::uint64_t known = values_.Read(part->reg);
  for (const unsigned half : {0u, 1u}) {
    if (!(half == 0 ? part->low : part->high)) continue;
    std::size_t& given_by = line_[static_cast<std::size_t>(part->reg)][half];
    const std::uint64_t mask = MaxValue(32) << (32 * half);
    const std::uint64_t now = *value << part->lsb() & mask;
    if (given_by != 0 && (known & mask) != now) {
      return absl::InvalidArgumentError(absl::StrFormat(
          "%s is 0x%x here, but line %d says otherwise", NameOf(*part), *value, given_by));
    }
    known = (known & ~mask) | now;
    given_by = line;
  }
  values_.Write(part->reg, known);
  return absl::OkStatus();
}

std::string RegisterCollector::Missing(bool (*needed)(Reg)) const {
  std::string missing;
  const auto lacks = [&](Part p) { missing += (missing.empty() ? "" : ", ") + NameOf(p); };
  for (std::size_t i = 0; i < kRegCount; ++i) {
    const Reg r = static_cast<Reg>(i);
    const bool low = line_[i][0] != 0, high = line_[i][1] != 0;
    if (!low && !high) {
      if (needed(r)) lacks(Whole(r));
    } else if (Is64Bit(r) && low != high) {
      lacks({r, !low, !high});
    }
  }
  return missing;
}

absl::StatusOr<RegisterImage> RegisterCollector::Finish() const {
  const std::string missing = Missing(IsNeeded);
  if (missing.empty()) return values_;
  return absl::InvalidArgumentError("registers are missing: " + missing);
}

absl::StatusOr<GivenRegisters> RegisterCollector::FinishSome() const {
  const std::string missing = Missing([](Reg) { return false; });
  if (!missing.empty())
    return absl::InvalidArgumentError("half of a register is missing: " + missing);
  GivenRegisters some{values_, {}};
  for (std::size_t i = 0; i < kRegCount; ++i) {
    if (line_[i][0] != 0) some.given.push_back(static_cast<Reg>(i));
  }
  return some;
}

namespace {

absl::StatusOr<RegisterCollector> Collect(std::string_view text, std::string_view file) {
  RegisterCollector registers;
  for (LineReader reader(text); reader.Next();) {
    const absl::Status status = TakeLine(reader.line(), reader.number(), registers);
    if (!status.ok()) return ErrorAt(file, reader.number(), status);
  }
  return registers;
}

/// The status of what was made of a whole file gets the file's name.
template <class T>
absl::StatusOr<T> Of(std::string_view file, absl::StatusOr<T> made) {
  if (!made.ok()) return ErrorIn(file, made.status());
  return made;
}

}  // namespace

absl::StatusOr<RegisterImage> ParseRegisterFile(std::string_view text, std::string_view file) {
  const absl::StatusOr<RegisterCollector> registers = Collect(text, file);
  if (!registers.ok()) return registers.status();
  return Of(file, registers->Finish());
}

absl::StatusOr<GivenRegisters> ParseSomeRegisters(std::string_view text, std::string_view file) {
  const absl::StatusOr<RegisterCollector> registers = Collect(text, file);
  if (!registers.ok()) return registers.status();
  return Of(file, registers->FinishSome());
}

absl::StatusOr<RegisterImage> LoadRegisterFile(const std::string& path) {
  const absl::StatusOr<std::string> text = ReadWholeFile(path);
  if (!text.ok()) return text.status();
  return ParseRegisterFile(*text, path);
}

bool IsShown(const RegisterImage& registers, Reg r) {
  return IsNeeded(r) || registers.Read(r) != 0;
}

std::string FormatRegisterFile(const RegisterImage& registers) {
  std::string text = "# offset=value, 32-bit accesses; a register that is not listed is 0\n";
  for (std::size_t i = 0; i < kRegCount; ++i) {
    const Reg r = static_cast<Reg>(i);
    if (!IsShown(registers, r)) continue;
    for (const bool high : {false, true}) {
      if (high && !Is64Bit(r)) continue;
      const Part part{r, !high, high};
      absl::StrAppendFormat(&text, "0x%05x=0x%08x  # %s\n", SpecOf(r).offset + (high ? 4 : 0),
                            registers.Read(r) >> part.lsb() & MaxValue(32), NameOf(part));
    }
  }
  return text;
}

}  // namespace quiesce
