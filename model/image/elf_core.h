// ELF cores of a whole machine: what QEMU's dump-guest-memory writes, and /proc/vmcore of a kdump
// kernel or its copy.
//
// PT_LOAD segments hold physical memory at p_paddr. Only the bytes that the file has (p_filesz) are
// present: what a filter left out (p_filesz < p_memsz) is "not captured", not zero. A cache line is
// present if all of it is. Segments may show the same memory twice, as the kernel text of a vmcore
// does, provided that they agree.
//
// The file is read when memory is looked at, a frame at a time, so it may be larger than this
// machine's memory; it must not change meanwhile. What can no longer be read is "not captured".
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "model/image/loaded_image.h"

namespace quiesce {

/// True for the first bytes of an ELF file, or of a dump that could have been one: LoadElfCore says
/// what to do with those.
bool LooksLikeCore(std::string_view first_bytes);

/// The memory of an AArch64 core. No core has the registers of an SMMU: they are left 0 for the
/// caller to fill in. Errors are one line that names the file.
absl::StatusOr<LoadedImage> LoadElfCore(const std::string& path);

}  // namespace quiesce
