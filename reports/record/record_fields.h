// The fields of every type of the record, in their order in JSON: written once, read by the writer,
// the reader and the maker of the schema.
//
// Fields(io, value) calls io.Field(key, member) for each.
#pragma once

#include "reports/record/environment.h"
#include "reports/record/run_record.h"

namespace quiesce {

inline constexpr int kRecordVersion = 3;
inline constexpr const char* kRecordKey = "quiesce_record";
inline constexpr const char* kEnvironmentKey = "quiesce_environment";

template <class Io>
void Fields(Io& io, Count& c) {
  io.Field("label", c.label).Field("count", c.count);
}

template <class Io>
void Fields(Io& io, Coverage& c) {
  io.Field("label", c.label).Field("count", c.count).Field("minimum", c.minimum);
}

template <class Io>
void Fields(Io& io, ImageAnswer& i) {
  io.Field("name", i.name)
      .Field("variant", i.variant)
      .Field("decision", i.decision)
      .Field("counts", i.counts);
}

template <class Io>
void Fields(Io& io, PropertyRecord& p) {
  io.Field("id", p.id)
      .Field("invariant", p.invariant)
      .Field("variant", p.variant)
      .Field("statement", p.statement)
      .Field("expected", p.expected)
      .Field("result", p.result)
      .Field("reason", p.reason)
      .Field("cases", p.cases)
      .Field("discards", p.discards)
      .Field("first_case", p.first_case)
      .Field("coverage", p.coverage)
      .Field("reproduce", p.reproduce);
}

template <class Io>
void Fields(Io& io, JudgedCount& j) {
  io.Field("judged", j.judged).Field("violated", j.violated);
}

template <class Io>
void Fields(Io& io, MatrixCellRecord& c) {
  io.Field("invariant", c.invariant)
      .Field("applicable", c.applicable)
      .Field("clean", c.clean)
      .Field("corrupted", c.corrupted)
      .Field("first_case", c.first_case)
      .Field("first", c.first)
      .Field("case_file", c.case_file);
}

template <class Io>
void Fields(Io& io, MatrixRowRecord& r) {
  io.Field("kind", r.kind).Field("name", r.name).Field("cells", r.cells);
}

template <class Io>
void Fields(Io& io, Assumption& a) {
  io.Field("statement", a.statement).Field("used", a.used).Field("dropped_case", a.dropped_case);
}

template <class Io>
void Fields(Io& io, SideCheck& v) {
  io.Field("name", v.name)
      .Field("expected", v.expected)
      .Field("result", v.result)
      .Field("case_file", v.case_file);
}

template <class Io>
void Fields(Io& io, ProofRecord& p) {
  io.Field("id", p.id)
      .Field("invariant", p.invariant)
      .Field("variant", p.variant)
      .Field("statement", p.statement)
      .Field("expected", p.expected)
      .Field("result", p.result)
      .Field("reason", p.reason)
      .Field("bounds", p.bounds)
      .Field("assumptions", p.assumptions)
      .Field("twin", p.twin)
      .Field("solver", p.solver)
      .Field("solver_seed", p.solver_seed)
      .Field("second_solver", p.second_solver);
}

template <class Io>
void Fields(Io& io, Hunt& h) {
  io.Field("target", h.target)
      .Field("invariant", h.invariant)
      .Field("seed", h.seed)
      .Field("found", h.found)
      .Field("cases", h.cases)
      .Field("shrink_executions", h.shrink_executions)
      .Field("fields", h.fields)
      .Field("steps", h.steps)
      .Field("case_file", h.case_file);
}

template <class Io>
void Fields(Io& io, FindingStep& s) {
  io.Field("call", s.call)
      .Field("from", s.from)
      .Field("to", s.to)
      .Field("text", s.text)
      .Field("violates", s.violates);
}

template <class Io>
void Fields(Io& io, Change& c) {
  io.Field("what", c.what).Field("before", c.before).Field("after", c.after);
}

template <class Io>
void Fields(Io& io, Finding& f) {
  io.Field("property", f.property)
      .Field("invariant", f.invariant)
      .Field("variant", f.variant)
      .Field("index", f.index)
      .Field("step", f.step)
      .Field("summary", f.summary)
      .Field("file", f.file)
      .Field("reproduce", f.reproduce)
      .Field("clauses", f.clauses)
      .Field("matters", f.matters)
      .Field("steps", f.steps)
      .Field("changes", f.changes);
}

template <class Io>
void Fields(Io& io, RuleOutcomes& r) {
  io.Field("rule", r.rule).Field("outcomes", r.outcomes);
}

template <class Io>
void Fields(Io& io, NotRun& n) {
  io.Field("what", n.what).Field("why", n.why);
}

template <class Io>
void Fields(Io& io, RunRecord& r) {
  io.Version(kRecordKey, kRecordVersion)
      .Field("tool_version", r.tool_version)
      .Field("seed", r.seed)
      .Field("budget", r.budget)
      .Field("image", r.image)
      .Field("properties", r.properties)
      .Field("matrix", r.matrix)
      .Field("proofs", r.proofs)
      .Field("hunts", r.hunts)
      .Field("findings", r.findings)
      .Field("rules", r.rules)
      .Field("not_run", r.not_run);
}

template <class Io>
void Fields(Io& io, Version& v) {
  io.Field("name", v.name).Field("version", v.version);
}

template <class Io>
void Fields(Io& io, Timing& t) {
  io.Field("id", t.id).Field("seconds", t.seconds);
}

template <class Io>
void Fields(Io& io, Environment& e) {
  io.Version(kEnvironmentKey, kRecordVersion)
      .Field("started", e.started)
      .Field("machine", e.machine)
      .Field("versions", e.versions)
      .Field("timings", e.timings);
}

}  // namespace quiesce
