// The schema is a third reading of record_fields.h.
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "reports/record/record_fields.h"
#include "reports/record/record_json.h"

namespace quiesce {
namespace {

using Json = nlohmann::ordered_json;

class SchemaMaker {
 public:
  template <class T>
  SchemaMaker& Field(const char* key, T& member) {
    Add(key, SchemaOf(member));
    return *this;
  }
  SchemaMaker& Version(const std::string& key, int version) {
    Add(key, {{"enum", {version}}});
    return *this;
  }

  template <class T>
  static Json ObjectSchema() {
    SchemaMaker maker;
    T value;
    Fields(maker, value);
    return {{"type", "object"},
            {"required", maker.required_},
            {"additionalProperties", false},
            {"properties", maker.properties_}};
  }

 private:
  void Add(const std::string& key, Json schema) {
    properties_[key] = std::move(schema);
    required_.push_back(key);
  }

  static Json SchemaOf(const std::string&) { return {{"type", "string"}}; }
  static Json SchemaOf(bool) { return {{"type", "boolean"}}; }
  static Json SchemaOf(std::uint64_t) { return {{"type", "integer"}, {"minimum", 0}}; }
  static Json SchemaOf(Result) { return {{"enum", kResultNames}}; }
  static Json SchemaOf(const std::optional<std::uint64_t>&) {
    return {{"type", {"integer", "null"}}, {"minimum", 0}};
  }
  template <class T>
  static Json SchemaOf(const std::vector<T>&) {
    return {{"type", "array"}, {"items", SchemaOf(T())}};
  }
  template <class T>
  static Json SchemaOf(const T&) {
    return ObjectSchema<T>();
  }

  Json properties_ = Json::object();
  Json required_ = Json::array();
};

}  // namespace

std::string RecordSchema() {
  Json schema = {{"$schema", "http://json-schema.org/draft-04/schema#"},
                 {"title", "Quiesce run record"}};
  schema.update(SchemaMaker::ObjectSchema<RunRecord>());
  return schema.dump(1) + "\n";
}

}  // namespace quiesce
