#include "properties/proved/second_solver.h"

#include <stdlib.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

#include "absl/strings/str_format.h"

namespace quiesce {
namespace {

/// What a command prints; empty if it cannot be run.
std::string OutputOf(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string text;
  std::array<char, 4096> part{};
  while (pipe && fgets(part.data(), part.size(), pipe.get()) != nullptr) text += part.data();
  return text;
}

/// In the directory for temporary files, or in the working directory if there is none.
std::string PathTemplate() {
  std::error_code none;
  return std::filesystem::temp_directory_path(none) / "quiesce-query-XXXXXX";
}

/// A file with this content that goes away with it.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& content) {
    const int fd = mkstemp(path_.data());
    if (fd < 0) return;
    written_ = write(fd, content.data(), content.size()) == static_cast<ssize_t>(content.size());
    close(fd);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() { unlink(path_.c_str()); }

  bool written() const { return written_; }
  const std::string& path() const { return path_; }

 private:
  std::string path_ = PathTemplate();
  bool written_ = false;
};

}  // namespace

std::string_view NameOf(SecondAnswer answer) {
  constexpr std::array<std::string_view, 4> kNames = {"unsat", "sat", "undecided", "not run"};
  return kNames[static_cast<std::size_t>(answer)];
}

SecondAnswer AskSecondSolver(const SolverQuery& query, unsigned timeout_ms) {
  const TemporaryFile file("(set-logic QF_BV)\n" + query.smt2);
  if (!file.written()) return SecondAnswer::kNotRun;
  const std::string answer = OutputOf(
      absl::StrFormat("cvc5 --lang smt2 --tlimit=%d %s 2>/dev/null", timeout_ms, file.path()));
  if (answer.starts_with("unsat")) return SecondAnswer::kUnsatisfiable;
  if (answer.starts_with("sat")) return SecondAnswer::kSatisfiable;
  return SecondSolverVersion().empty() ? SecondAnswer::kNotRun : SecondAnswer::kUndecided;
}

SecondAnswer AskSecondSolver(std::span<const SolverQuery> queries) {
  for (const SolverQuery& query : queries) {
    const SecondAnswer answer = AskSecondSolver(query);
    if (answer != SecondAnswer::kUnsatisfiable) return answer;
  }
  return SecondAnswer::kUnsatisfiable;
}

std::string SecondSolverVersion() {
  const std::string text = OutputOf("cvc5 --version 2>/dev/null");
  const std::size_t at = text.find("cvc5 version ");
  if (at == std::string::npos) return "";
  const std::size_t from = at + 13;
  return "cvc5 " + text.substr(from, text.find_first_of(" \n", from) - from);
}

}  // namespace quiesce
