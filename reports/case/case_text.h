// The `.case` format, version 1: one case as text, to read, to diff and to keep.
//
//   quiesce-case 1                                   the version, first
//   title: v7 edits an STE that the SMMU never reads
//   note: any number of lines that explain
//   matters: L1STD @0x40000008: Span = 12, mask 0x1f which bits of what is damaged make it fail
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
// A case of a whole hand-over says `kind: hand-over` before `expect:`. Its steps are the calls of
// the driver, and besides it has
//
//   also: QZ-08 at step 2                            expected beside `expect:`; nothing but these
//   policy: adopt                                    as `quiesce list policies`
//   kernel: max_queue_log2 = 8                       also kdump, poll_intervals
//   sound-image: yes                                 a correct driver made it (QZ-14)
//   map: next-kernel 0x90000000 0x4000000            what is where, and whose
//   pool: 0x90000000 0x2000000                       what the next kernel's driver may allocate
//   on-abort: aer-fatal                              what the system makes of an abort
//   device: 0x110 0x111                              its StreamIDs; `quiesced` if marked so
//   in-flight: 0 sid=0x110 address=0x1000 W          DMA of device 0, until it is quiesced
//   cached: sid=0x110 address=0x1000 R then 0x40=0x1 what was cached, while memory held that
//   dma-at-changes: no                               DMA only as the actions say
//   commands-at-steps: yes                           the SMMU consumes a command at each port call
//   action: 1.40 corrupt 0x40000000=0x0              before port call 40, from 0, of step 1
//   fault: map-l2 0                                  the first time there, it fails
//   failing-step: 3                                  the fourth step that may fail does
//   pick: CU-51 17 = 1                               the 18th answer of the SMMU at this choice
//   step: probe                                      then probe-device 0 dma, first-use 0,
//   step: map 0 iova=0x1000 pa=0x92000000            attach, unmap, release-device, irq, remove and
//                                                    shutdown
//
// A case of a lemma says `kind: lemma` before `expect:`. It has no memory and no steps, but the
// values of which the lemma (model/lemmas) is asked: registers, of the choices CU-18, CU-21, CU-22,
// CU-23 and CU-31, `platform: vhe = yes`, and
//
//   lemma: IDS-FOUND                                 then `expect: violates IDS-FOUND`, or `holds`
//   twin: yes                                        the broken statement, of a lemma that has one
//   without: assume no live leaf is global           a premise that is left out; may be repeated
//   choice-of-cd: CU-22 = 1                          where a CD is answered otherwise than an STE
//   stream: sid=0x110 ssid=0x3                       which stream, of tables and entries
//   new-domain: asid=1                               or vmid=1: what the driver gives a new domain
//   global-leaf: yes                                 the leaf of the live translation has nG = 0
//   STE V=1 Config=5 S1ContextPtr=0x50000000         L1STD, STE, L1CD, CD: without an address
//   stage: 1                                         of an update, from 1
//   live: STE V=1 Config=5 EATS=2                    of an update: the STE or CD before it,
//   target: STE                                      after it,
//   fetched: STE V=1 Config=5 EATS=2 S2S=1           and what the SMMU fetches meanwhile
//   one: STE V=1 Config=5                            two STEs that are compared
//   other: STE V=1 Config=5 S2VMID=0x100
//
// What is left out is 0. With a premise that is not so, and is not left out, the case neither holds
// nor is violated.
//
// Structures and words that follow one another with the same content are one item: `STE @0x40 x16
// V=1 Config=0`. Address fields are written in place. `reserved` holds the bits that no field
// names: `STRTAB_BASE.reserved = 0x1`, `STE @0x40 V=1 reserved1=0x100` (bits of word 1). `#` starts
// a comment. An unknown version, key, field or value is an error.
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
