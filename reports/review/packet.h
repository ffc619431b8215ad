// What a review session needs on the table, as Markdown: each invariant with its evidence, the open
// questions of the threads with their answers, and the choices of the architecture that a result
// depends on. Made from spec/ and model/ data, the corpus and a run record; nothing in it is typed
// but the answers of questions.h.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "reports/record/run_record.h"
#include "reports/review/known_cases.h"
#include "reports/review/questions.h"

namespace quiesce {

/// Without a record the evidence counts that only a run can give are missing, and the packet says
/// so. Deterministic. Runs cases: seconds.
std::string ReviewPacket(std::span<const KnownCase> cases, const std::optional<RunRecord>& record);

/// Its parts.
std::string InvariantsPart(std::span<const KnownCase> cases,
                           const std::optional<RunRecord>& record);
/// An answer stands only while all of its evidence says what it needs.
std::string QuestionsPart(std::span<const KnownCase> cases, const std::optional<RunRecord>& record,
                          std::span<const OpenQuestion> questions = OpenQuestions());
std::string ChoicesPart(std::span<const KnownCase> cases);

}  // namespace quiesce
