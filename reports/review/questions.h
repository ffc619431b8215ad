// The open questions of the mailing-list threads about the series, each with what this repository
// can say: an answer and where it is checked, or why there is none.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace quiesce {

enum class EvidenceKind : std::uint8_t {
  kCase,   ///< `name` is a case of the corpus: the packet says what it expects
  kRerun,  ///< the case with the driver `with`: it is run when the packet is made
  kTest,   ///< `with` is a file, and `name` what stands in it
};

struct Evidence {
  EvidenceKind kind;
  std::string_view name;
  std::string_view with = {};
};

enum class Answer : std::uint8_t {
  kYes,
  kNo,
  kPartly,
  kCannot,      ///< cannot answer, because...
  kNoQuestion,  ///< nothing was asked that a machine could check
};
std::string_view NameOf(Answer answer);

struct Question {
  unsigned number;
  std::string_view asked_by;
  std::string_view question;
  Answer answer;
  std::string_view text;  ///< why, in a few sentences
  std::span<const Evidence> evidence;
};

/// By number, from 1 to 14.
std::span<const Question> OpenQuestions();

}  // namespace quiesce
