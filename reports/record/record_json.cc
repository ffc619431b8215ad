#include "reports/record/record_json.h"

#include "reports/record/json_reader.h"

namespace quiesce {
namespace {

using Json = nlohmann::ordered_json;

// --- writing ---

Json ToJson(const Count& c) { return {{"label", c.label}, {"count", c.count}}; }

Json ToJson(const Coverage& c) {
  return {{"label", c.label}, {"count", c.count}, {"minimum", c.minimum}};
}

Json ToJson(const Timing& t) { return {{"id", t.id}, {"seconds", t.seconds}}; }

Json ToJson(const Finding& f) {
  return {{"property", f.property},
          {"summary", f.summary},
          {"file", f.file},
          {"reproduce", f.reproduce}};
}

Json ToJson(const PropertyRecord& p);
Json ToJson(const ProofRecord& p);

template <class T>
Json ListToJson(const std::vector<T>& values) {
  Json list = Json::array();
  for (const T& v : values) list.push_back(ToJson(v));
  return list;
}

Json ToJson(const ImageAnswer& i) {
  return {{"name", i.name},
          {"variant", i.variant},
          {"decision", i.decision},
          {"counts", ListToJson(i.counts)}};
}

Json ToJson(const PropertyRecord& p) {
  return {{"id", p.id},
          {"statement", p.statement},
          {"variant", p.variant},
          {"expected", NameOf(p.expected)},
          {"result", NameOf(p.result)},
          {"reason", p.reason},
          {"cases", p.cases},
          {"coverage", ListToJson(p.coverage)},
          {"reproduce", p.reproduce}};
}

Json ToJson(const ProofRecord& p) {
  return {{"id", p.id},
          {"statement", p.statement},
          {"expected", NameOf(p.expected)},
          {"result", NameOf(p.result)},
          {"reason", p.reason},
          {"bounds", p.bounds},
          {"assumptions", p.assumptions},
          {"solver", p.solver}};
}

Json ToJson(const Environment& e) {
  return {{"started", e.started}, {"machine", e.machine}, {"timings", ListToJson(e.timings)}};
}

// --- reading ---

Count ReadCount(const Json& j, const std::string& path, std::string& error) {
  Count c;
  JsonReader(j, path, error).Field("label", c.label).Field("count", c.count).End();
  return c;
}

Coverage ReadCoverage(const Json& j, const std::string& path, std::string& error) {
  Coverage c;
  JsonReader(j, path, error)
      .Field("label", c.label)
      .Field("count", c.count)
      .Field("minimum", c.minimum)
      .End();
  return c;
}

Timing ReadTiming(const Json& j, const std::string& path, std::string& error) {
  Timing t;
  JsonReader(j, path, error).Field("id", t.id).Field("seconds", t.seconds).End();
  return t;
}

Finding ReadFinding(const Json& j, const std::string& path, std::string& error) {
  Finding f;
  JsonReader(j, path, error)
      .Field("property", f.property)
      .Field("summary", f.summary)
      .Field("file", f.file)
      .Field("reproduce", f.reproduce)
      .End();
  return f;
}

ImageAnswer ReadImage(const Json& j, const std::string& path, std::string& error) {
  ImageAnswer i;
  JsonReader(j, path, error)
      .Field("name", i.name)
      .Field("variant", i.variant)
      .Field("decision", i.decision)
      .List("counts", i.counts, ReadCount)
      .End();
  return i;
}

PropertyRecord ReadProperty(const Json& j, const std::string& path, std::string& error) {
  PropertyRecord p;
  JsonReader(j, path, error)
      .Field("id", p.id)
      .Field("statement", p.statement)
      .Field("variant", p.variant)
      .Field("expected", p.expected)
      .Field("result", p.result)
      .Field("reason", p.reason)
      .Field("cases", p.cases)
      .List("coverage", p.coverage, ReadCoverage)
      .Field("reproduce", p.reproduce)
      .End();
  return p;
}

ProofRecord ReadProof(const Json& j, const std::string& path, std::string& error) {
  ProofRecord p;
  JsonReader(j, path, error)
      .Field("id", p.id)
      .Field("statement", p.statement)
      .Field("expected", p.expected)
      .Field("result", p.result)
      .Field("reason", p.reason)
      .Field("bounds", p.bounds)
      .Field("assumptions", p.assumptions)
      .Field("solver", p.solver)
      .End();
  return p;
}

Environment ReadEnvironment(const Json& j, const std::string& path, std::string& error) {
  Environment e;
  JsonReader(j, path, error)
      .Field("started", e.started)
      .Field("machine", e.machine)
      .List("timings", e.timings, ReadTiming)
      .End();
  return e;
}

RunRecord ReadRecord(const Json& j, std::string& error) {
  RunRecord r;
  std::uint64_t version = 0;
  JsonReader reader(j, "", error);
  reader.Field("quiesce_record", version);
  if (error.empty() && version != kRecordVersion) {
    error = absl::StrFormat("quiesce_record: version %u, but this tool reads version %d", version,
                            kRecordVersion);
  }
  reader.Field("tool_version", r.tool_version)
      .Field("seed", r.seed)
      .Object("image", r.image, ReadImage)
      .List("properties", r.properties, ReadProperty)
      .List("proofs", r.proofs, ReadProof)
      .List("findings", r.findings, ReadFinding)
      .Object("environment", r.environment, ReadEnvironment)
      .End();
  return r;
}

}  // namespace

std::string RecordToJson(const RunRecord& r) {
  const Json j = {{"quiesce_record", kRecordVersion},
                  {"tool_version", r.tool_version},
                  {"seed", r.seed},
                  {"image", ToJson(r.image)},
                  {"properties", ListToJson(r.properties)},
                  {"proofs", ListToJson(r.proofs)},
                  {"findings", ListToJson(r.findings)},
                  {"environment", ToJson(r.environment)}};
  return j.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

absl::StatusOr<RunRecord> RecordFromJson(std::string_view json, std::string_view name) {
  const Json j = Json::parse(json, nullptr, /*allow_exceptions=*/false);
  if (j.is_discarded()) {
    return absl::InvalidArgumentError(absl::StrFormat("%s: not JSON", name));
  }
  std::string error;
  RunRecord record = ReadRecord(j, error);
  if (!error.empty()) return absl::InvalidArgumentError(absl::StrFormat("%s: %s", name, error));
  return record;
}

}  // namespace quiesce
