// Writes the fields of a type into a JSON object. See record_fields.h.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "reports/record/result.h"

namespace quiesce {

class JsonWriter {
 public:
  using Json = nlohmann::ordered_json;

  template <class T>
  JsonWriter& Field(const char* key, const T& value) {
    object_[key] = ToJson(value);
    return *this;
  }
  JsonWriter& Version(const std::string& key, int version) {
    object_[key] = version;
    return *this;
  }

  template <class T>
  static Json ObjectOf(const T& value) {
    JsonWriter writer;
    T copy = value;
    Fields(writer, copy);
    return std::move(writer.object_);
  }

 private:
  static Json ToJson(const std::string& s) { return s; }
  static Json ToJson(std::uint64_t n) { return n; }
  static Json ToJson(double d) { return d; }
  static Json ToJson(bool b) { return b; }
  static Json ToJson(Result r) { return NameOf(r); }
  static Json ToJson(const std::optional<std::uint64_t>& n) { return n ? Json(*n) : Json(); }
  template <class T>
  static Json ToJson(const std::vector<T>& values) {
    Json list = Json::array();
    for (const T& v : values) list.push_back(ToJson(v));
    return list;
  }
  template <class T>
  static Json ToJson(const T& value) {
    return ObjectOf(value);
  }

  Json object_ = Json::object();
};

}  // namespace quiesce
