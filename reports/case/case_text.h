// The `.case` format, version 1: one case as text, to read, to diff and to keep.
//
//   quiesce-case 1                                   the version, first
//   title: v7 edits an STE that the SMMU never reads
//   note: any number of lines that explain
//   variant: v7                                      as `quiesce list variants`
//   change: l1_base_aligned = no                     a choice of the variant, changed
//   expect: violates QZ-09 at step 1                 or `violates QZ-09`, or `holds`
//   adoption: tossed ADOPT-L1STD-SPAN                how adoption ends; may be left out
//   platform: l2_pool = 0x80000000 0x1000000         what firmware and the memory map say
//   choice: CU-16 = 1                                what the SMMU does where it may choose
//   STRTAB_BASE_CFG.SPLIT = 8                        registers by field; the rest is 0
//   unmapped: abort                                  what other memory answers, or `not-captured`
//   zeros @0x40000000 0x80                           present memory, here a table of empty entries
//   L1STD @0x40000008 Span=9 L2Ptr=0x50000040        structures by field: L1STD, STE, L1CD, CD
//   words @0x60000000 0x1 0x2                        64-bit words
//   step: insert sid=0x110                           the driver probes a master
//   step: dma sid=0x110 ssid=3 iova=0x1000 R         a transaction, R or W; ssid may be left out
//
// Address fields are written in place. `reserved` holds the bits that no field names:
// `STRTAB_BASE.reserved = 0x1`, `STE @0x40 V=1 reserved1=0x100` (bits of word 1). `#` starts a
// comment. An unknown version, key, field or value is an error.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "reports/case/case.h"

namespace quiesce {

/// Errors are "file:line: what".
absl::StatusOr<Case> ParseCase(std::string_view text, std::string_view file);

/// Canonical: one case has one text, and parsing it gives an equal case. Comments after values name
/// the encodings.
std::string FormatCase(const Case& c);

/// A case from a file.
absl::StatusOr<Case> LoadCase(const std::string& path);

}  // namespace quiesce
