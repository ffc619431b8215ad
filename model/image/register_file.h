// Register files: the registers of an SMMU as text, one read a line.
//
//   0x00080=0x43091000  # STRTAB_BASE_LO     a 32-bit access at an offset from page 0
//   STRTAB_BASE=0x4000000043091000           or a register, or a _LO or _HI half, by name
//
// The comment is free, but one that opens with the name of a register must name the one at the
// offset. A file may say the same thing twice, never two different things. Any value that fits is
// taken as it is: a wild one is the crashed kernel's doing and what this project is about.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "model/image/image.h"

namespace quiesce {

/// Registers as far as somebody gave them.
struct GivenRegisters {
  RegisterImage values;
  std::vector<Reg> given;  ///< in the order of enum Reg
};

/// Gathers registers from a file, half by half, and knows what it has seen. Errors have no
/// position.
class RegisterCollector {
 public:
  /// Takes `key = value` of a line; the key is an offset or a name.
  absl::Status Set(std::string_view key, std::string_view value, std::size_t line);

  /// The registers, 0 where none was given; an error names every register without which nothing
  /// can be translated (IDR0, IDR1, IDR5, CR0, STRTAB_BASE, STRTAB_BASE_CFG), and every missing
  /// half.
  absl::StatusOr<RegisterImage> Finish() const;

  /// What was given, whatever it is; an error names every missing half.
  absl::StatusOr<GivenRegisters> FinishSome() const;

 private:
  /// The registers that are not given though `needed` asks for them, and missing halves; "" if
  /// none.
  std::string Missing(bool (*needed)(Reg)) const;

  RegisterImage values_;
  /// The line that gave the low and the high half; 0: none.
  std::array<std::array<std::size_t, 2>, kRegCount> line_{};
};

/// Errors are "file:line: what".
absl::StatusOr<RegisterImage> ParseRegisterFile(std::string_view text, std::string_view file);
/// The same for a file that may leave out any register.
absl::StatusOr<GivenRegisters> ParseSomeRegisters(std::string_view text, std::string_view file);
absl::StatusOr<RegisterImage> LoadRegisterFile(const std::string& path);

/// True for a register that a written image shows: one that translation needs, or one that is not
/// 0.
bool IsShown(const RegisterImage& registers, Reg r);

/// The shown registers, in the order of enum Reg, by 32-bit accesses. Parsing the result
/// gives the same registers, whatever their values.
std::string FormatRegisterFile(const RegisterImage& registers);

}  // namespace quiesce
