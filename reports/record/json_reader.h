// Reads the fields of a JSON value into a struct, strictly: each named field must be there with the
// right type, and no other. The first error is kept, with its path. See record_fields.h.
#pragma once

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "reports/record/result.h"

namespace quiesce {

class JsonReader {
 public:
  using Json = nlohmann::ordered_json;

  /// Reads `object` into `out`. `path` is where it stands; `error` is empty or the first error.
  template <class T>
  static void Read(const Json& object, const std::string& path, std::string& error, T& out) {
    JsonReader reader(object, path, error);
    Fields(reader, out);
    reader.End();
  }

  template <class T>
  JsonReader& Field(const char* key, T& out) {
    const Json* value = Find(key);
    if (value != nullptr) Assign(*value, PathOf(key), out);
    return *this;
  }
  JsonReader& Version(const std::string& key, int known) {
    std::uint64_t version = 0;
    Field(key.c_str(), version);
    if (error_.empty() && version != static_cast<std::uint64_t>(known)) {
      error_ = absl::StrCat(key, ": version ", version, ", but this tool reads version ", known);
    }
    return *this;
  }

 private:
  JsonReader(const Json& object, std::string path, std::string& error)
      : object_(object), path_(std::move(path)), error_(error) {
    if (!object_.is_object()) Fail(path_, "not an object");
  }

  /// Fails if there is a field that nobody asked for.
  void End() {
    if (!error_.empty()) return;
    for (const auto& [key, value] : object_.items()) {
      if (std::find(seen_.begin(), seen_.end(), key) != seen_.end()) continue;
      return Fail(PathOf(key), "unknown field");
    }
  }

  const Json* Find(const char* key) {
    if (!error_.empty()) return nullptr;
    seen_.emplace_back(key);
    const auto it = object_.find(key);
    if (it != object_.end()) return &*it;
    Fail(PathOf(key), "missing");
    return nullptr;
  }

  template <class T>
  void Take(const Json& v, bool right_type, const std::string& path, const char* what, T& out) {
    if (right_type) {
      out = v.get<T>();
    } else {
      Fail(path, what);
    }
  }
  void Assign(const Json& v, const std::string& path, std::string& out) {
    Take(v, v.is_string(), path, "not a string", out);
  }
  void Assign(const Json& v, const std::string& path, std::uint64_t& out) {
    Take(v, v.is_number_unsigned(), path, "not a non-negative integer", out);
  }
  void Assign(const Json& v, const std::string& path, double& out) {
    Take(v, v.is_number(), path, "not a number", out);
  }
  void Assign(const Json& v, const std::string& path, bool& out) {
    Take(v, v.is_boolean(), path, "not true or false", out);
  }
  void Assign(const Json& v, const std::string& path, Result& out) {
    const auto result = v.is_string() ? ResultNamed(v.get<std::string>()) : std::nullopt;
    if (!result) return Fail(path, "not a result");
    out = *result;
  }
  void Assign(const Json& v, const std::string& path, std::optional<std::uint64_t>& out) {
    out.reset();
    if (v.is_null()) return;
    std::uint64_t number = 0;
    Take(v, v.is_number_unsigned(), path, "neither null nor a non-negative integer", number);
    out = number;
  }
  template <class T>
  void Assign(const Json& v, const std::string& path, std::vector<T>& out) {
    if (!v.is_array()) return Fail(path, "not a list");
    out.clear();
    for (std::size_t i = 0; i < v.size() && error_.empty(); ++i) {
      Assign(v[i], absl::StrCat(path, "[", i, "]"), out.emplace_back());
    }
  }
  template <class T>
  void Assign(const Json& v, const std::string& path, T& out) {
    Read(v, path, error_, out);
  }

  std::string PathOf(const std::string& key) const {
    return path_.empty() ? key : absl::StrCat(path_, ".", key);
  }
  void Fail(const std::string& path, const char* what) {
    if (error_.empty()) error_ = path.empty() ? what : absl::StrCat(path, ": ", what);
  }

  const Json& object_;
  std::string path_;
  std::string& error_;
  std::vector<std::string> seen_;
};

}  // namespace quiesce
