#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_format.h"
#include "model/image/text_input.h"
#include "reports/case/case_lines.h"
#include "reports/case/case_text.h"
#include "reports/case/field_text.h"
#include "reports/case/hand_over_lines.h"
#include "reports/case/lemma_lines.h"

namespace quiesce {
namespace {

/// Beyond it a file is refused instead of filling the memory of this machine with zeros.
constexpr std::uint64_t kMaxZeroBytes = std::uint64_t{1} << 28;

/// `#` at the start of a word opens a comment.
std::string_view WithoutComment(std::string_view line) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '#' && (i == 0 || line[i - 1] == ' ' || line[i - 1] == '\t')) {
      return Trim(line.substr(0, i));
    }
  }
  return line;
}

bool Repeatable(std::string_view key) {
  constexpr std::string_view kKeys[] = {"note",    "change",      "platform", "choice", "step",
                                        "kernel",  "map",         "device",   "cached", "in-flight",
                                        "action",  "fault",       "pick",     "also",   "matters",
                                        "without", "choice-of-cd"};
  return std::ranges::find(kKeys, key) != std::end(kKeys);
}

class CaseParser {
 public:
  absl::Status TakeLine(std::string_view line) {
    const std::string_view statement = WithoutComment(line);
    if (statement.empty()) return absl::OkStatus();
    const CaseWords words = SplitWords(statement);
    if (!versioned_) return TakeVersion(words);
    if (words[0].ends_with(':')) return TakeKey(words, Trim(line.substr(words[0].size())));
    if (words.size() == 3 && words[1] == "=") return TakeRegister(words[0], words[2]);
    if (case_.lemma && IsLemmaEntry(words)) return ParseLemmaEntry(words, *case_.lemma);
    if (words.size() >= 2 && words[1].starts_with('@')) return TakeMemory(words);
    return CaseError(absl::StrFormat(
        "cannot read '%s': expected `key: value`, `REGISTER.FIELD = value` or `STRUCTURE @address "
        "field=value ...`",
        statement));
  }

  absl::StatusOr<Case> Finish() && {
    if (!versioned_) return CaseError("the file is empty: expected `quiesce-case 1`");
    for (const std::string key : {"title", "variant", "expect", "unmapped"}) {
      if (case_.lemma && key == "unmapped") continue;
      if (!seen_.contains(key)) return CaseError(absl::StrFormat("`%s:` is missing", key));
    }
    if (case_.expect.at_step && *case_.expect.at_step > case_.StepCount()) {
      return CaseError(absl::StrFormat("`expect:` names step %d, but there are %d",
                                       *case_.expect.at_step, case_.StepCount()));
    }
    if (case_.hand_over) {
      if (absl::Status sound = CheckHandOver(*case_.hand_over); !sound.ok()) return sound;
    }
    if (case_.lemma) {
      if (absl::Status sound = CheckLemma(case_); !sound.ok()) return sound;
    }
    return std::move(case_);
  }

 private:
  absl::Status TakeVersion(const CaseWords& words) {
    if (words[0] != "quiesce-case" || words.size() != 2) {
      return CaseError("not a case: expected `quiesce-case 1`");
    }
    if (words[1] != "1") {
      return CaseError(absl::StrFormat(
          "version %s of the format is unknown: this tool reads version 1", words[1]));
    }
    versioned_ = true;
    return absl::OkStatus();
  }

  /// `text` is the rest of the line with its comment: texts have none.
  absl::Status TakeKey(const CaseWords& words, std::string_view text) {
    const std::string key(words[0].substr(0, words[0].size() - 1));
    if (!seen_.insert(key).second && !Repeatable(key)) {
      return CaseError(absl::StrFormat("`%s:` is given twice", key));
    }
    if (std::string* const place = TextOf(key)) {
      *place = text;
      return text.empty() ? CaseError("expected a text") : absl::OkStatus();
    }
    const CaseWords values(words.begin() + 1, words.end());
    if (key == "kind") return TakeKind(values);
    if (IsHandOverKey(key)) {
      if (!case_.hand_over) {
        return CaseError(absl::StrFormat("`%s:` needs `kind: hand-over` before it", key));
      }
      return ParseHandOverKey(key, values, *case_.hand_over);
    }
    if (IsLemmaKey(key)) {
      if (!case_.lemma) {
        return CaseError(absl::StrFormat("`%s:` needs `kind: lemma` before it", key));
      }
      return ParseLemmaKey(key, values, *case_.lemma);
    }
    if (case_.lemma && (key == "step" || key == "unmapped" || key == "adoption")) {
      return CaseError(absl::StrFormat("a lemma has no `%s:`", key));
    }
    return key == "step" ? TakeStep(values) : ParseCaseKey(key, values, case_);
  }

  /// Where the text of the key goes; nullptr if it has none.
  std::string* TextOf(std::string_view key) {
    if (key == "title") return &case_.title;
    if (key == "note") return &case_.notes.emplace_back();
    if (key == "matters") return &case_.matters.emplace_back();
    return nullptr;
  }

  /// What other lines mean depends on it.
  absl::Status TakeKind(const CaseWords& values) {
    if (seen_.contains("expect") || seen_.contains("step")) {
      return CaseError("`kind:` must come before `expect:` and `step:`");
    }
    if (values.size() == 1 && values[0] == "adoption") return absl::OkStatus();
    if (values.size() == 1 && values[0] == "lemma") {
      case_.lemma.emplace();
    } else if (values.size() == 1 && values[0] == "hand-over") {
      case_.hand_over.emplace();
    } else {
      return CaseError("expected `kind: hand-over`, `kind: adoption` or `kind: lemma`");
    }
    return absl::OkStatus();
  }

  absl::Status TakeStep(const CaseWords& values) {
    if (case_.hand_over) {
      const absl::StatusOr<DriverCall> call = ParseDriverCall(values);
      if (call.ok()) case_.hand_over->plan.calls.push_back(*call);
      return call.status();
    }
    absl::StatusOr<CaseStep> step = ParseCaseStep(values);
    if (step.ok()) case_.steps.push_back(*step);
    return step.status();
  }

  absl::Status TakeRegister(std::string_view name, std::string_view text) {
    const std::size_t dot = name.find('.');
    const auto reg = RegisterNamed(name.substr(0, dot));
    if (!reg) return CaseError(absl::StrFormat("unknown register '%s'", name.substr(0, dot)));
    if (dot == std::string_view::npos) return CaseError("expected `REGISTER.FIELD = value`");
    const auto value = ParseNumber(text);
    if (!value) return CaseError(absl::StrFormat("'%s' is not a number", text));
    std::uint64_t word = case_.registers.Read(*reg);
    const absl::Status set =
        SetField(*SpecOf(*reg).format, name.substr(dot + 1), *value, std::span(&word, 1));
    if (set.ok()) case_.registers.Write(*reg, word);
    return set;
  }

  absl::Status TakeMemory(const CaseWords& words) {
    if (case_.lemma) return CaseError("a lemma has no memory: its entries have no address");
    absl::StatusOr<MemoryItem> item = ParseMemoryItem(words);
    if (!item.ok()) return item.status();
    if (item->zero_bytes > kMaxZeroBytes - zero_bytes_) {
      return CaseError(absl::StrFormat("the zeros come to more than 0x%x bytes", kMaxZeroBytes));
    }
    zero_bytes_ += item->zero_bytes;
    case_.memory.push_back(*std::move(item));
    return absl::OkStatus();
  }

  bool versioned_ = false;
  std::set<std::string> seen_;
  std::uint64_t zero_bytes_ = 0;
  Case case_;
};

}  // namespace

absl::StatusOr<Case> ParseCase(std::string_view text, std::string_view file) {
  CaseParser parser;
  for (LineReader reader(text); reader.Next();) {
    const absl::Status status = parser.TakeLine(reader.line());
    if (!status.ok()) return ErrorAt(file, reader.number(), status);
  }
  absl::StatusOr<Case> parsed = std::move(parser).Finish();
  if (!parsed.ok()) return ErrorIn(file, parsed.status());
  return parsed;
}

absl::StatusOr<Case> LoadCase(const std::string& path) {
  absl::StatusOr<std::string> text = ReadWholeFile(path);
  if (!text.ok()) return text.status();
  return ParseCase(*text, path);
}

}  // namespace quiesce
