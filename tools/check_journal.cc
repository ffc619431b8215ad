#include "tools/check_journal.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "reports/record/atomic_file.h"

namespace quiesce {
namespace {

constexpr char kMagic[] = "quiesce journal 1: ";

std::string HeaderOf(const std::string& run) { return absl::StrCat(kMagic, run, "\n"); }

/// "task bytes\n" and so many bytes, off the front of `text`. False: cut off.
bool TakeEntry(absl::string_view& text, std::map<std::uint64_t, std::string>& done) {
  const std::size_t end = text.find('\n');
  if (end == absl::string_view::npos) return false;
  const std::pair<absl::string_view, absl::string_view> head =
      absl::StrSplit(text.substr(0, end), absl::MaxSplits(' ', 1));
  std::uint64_t task = 0;
  std::uint64_t bytes = 0;
  if (!absl::SimpleAtoi(head.first, &task) || !absl::SimpleAtoi(head.second, &bytes)) return false;
  if (text.size() - end - 1 < bytes) return false;
  done[task] = std::string(text.substr(end + 1, bytes));
  text.remove_prefix(end + 1 + bytes);
  return true;
}

}  // namespace

absl::StatusOr<CheckJournal> CheckJournal::Open(const std::string& file, const std::string& run,
                                                bool resume) {
  CheckJournal journal(file);
  if (resume && std::filesystem::exists(file)) {
    if (absl::Status read = journal.Read(run); !read.ok()) return read;
  }
  // Written anew: without an entry that was cut off.
  std::string text = HeaderOf(run);
  for (const auto& [task, result] : journal.done_) {
    absl::StrAppend(&text, task, " ", result.size(), "\n", result);
  }
  if (absl::Status written = WriteFileAtomically(file, text); !written.ok()) return written;
  return journal;
}

absl::Status CheckJournal::Read(const std::string& run) {
  std::ifstream in(file_, std::ios::binary);
  const std::string all{std::istreambuf_iterator<char>(in), {}};
  const std::string header = HeaderOf(run);
  if (all.compare(0, header.size(), header) != 0) {
    return absl::FailedPreconditionError(absl::StrCat(file_, ": of another run than ", run));
  }
  absl::string_view text(all);
  text.remove_prefix(header.size());
  while (!text.empty() && TakeEntry(text, done_)) continue;
  return absl::OkStatus();
}

absl::Status CheckJournal::Append(const std::string& text) const {
  std::ofstream out(file_, std::ios::binary | std::ios::app);
  out << text << std::flush;
  return out ? absl::OkStatus() : absl::InternalError(absl::StrCat(file_, ": cannot be written"));
}

absl::Status CheckJournal::Add(std::uint64_t task, const std::string& result) {
  done_[task] = result;
  return Append(absl::StrCat(task, " ", result.size(), "\n", result));
}

void CheckJournal::Remove() const {
  std::error_code ignored;
  std::filesystem::remove(file_, ignored);
}

}  // namespace quiesce
