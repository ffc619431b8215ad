// Reads the fields of a JSON value into a struct, strictly: each named field must be there with the
// right type, and no other. The first error is kept, with its path.
#pragma once

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "reports/record/result.h"

namespace quiesce {

class JsonReader {
 public:
  using Json = nlohmann::ordered_json;

  JsonReader(const Json& object, std::string path, std::string& error)
      : object_(object), path_(std::move(path)), error_(error) {
    if (!object_.is_object()) Fail("not an object");
  }

  JsonReader& Field(const char* key, std::string& out) {
    if (const Json* v = Find(key)) Assign(*v, v->is_string(), key, "not a string", out);
    return *this;
  }
  JsonReader& Field(const char* key, std::uint64_t& out) {
    if (const Json* v = Find(key)) {
      Assign(*v, v->is_number_unsigned(), key, "not a non-negative integer", out);
    }
    return *this;
  }
  JsonReader& Field(const char* key, double& out) {
    if (const Json* v = Find(key)) Assign(*v, v->is_number(), key, "not a number", out);
    return *this;
  }
  JsonReader& Field(const char* key, Result& out) {
    std::string name;
    Field(key, name);
    if (!error_.empty()) return *this;
    const std::optional<Result> r = ResultNamed(name);
    if (!r) return FailAt(key, "not a result");
    out = *r;
    return *this;
  }
  JsonReader& Field(const char* key, std::vector<std::string>& out) {
    return List(key, out, [](const Json& v, const std::string& path, std::string& error) {
      if (!v.is_string()) error = path + ": not a string";
      return v.is_string() ? v.get<std::string>() : std::string();
    });
  }
  /// A list of values, each read by read(json, path, error).
  template <class T, class Read>
  JsonReader& List(const char* key, std::vector<T>& out, Read read) {
    const Json* v = Find(key);
    if (v == nullptr) return *this;
    if (!v->is_array()) return FailAt(key, "not a list");
    for (std::size_t i = 0; i < v->size() && error_.empty(); ++i) {
      out.push_back(read((*v)[i], absl::StrFormat("%s[%u]", PathOf(key), i), error_));
    }
    return *this;
  }
  template <class T, class Read>
  JsonReader& Object(const char* key, T& out, Read read) {
    if (const Json* v = Find(key)) out = read(*v, PathOf(key), error_);
    return *this;
  }

  /// Fails if there is a field that nobody asked for.
  void End() {
    if (!error_.empty()) return;
    for (const auto& [key, value] : object_.items()) {
      if (std::find(seen_.begin(), seen_.end(), key) == seen_.end()) {
        FailAt(key.c_str(), "unknown field");
        return;
      }
    }
  }

 private:
  const Json* Find(const char* key) {
    if (!error_.empty()) return nullptr;
    seen_.emplace_back(key);
    const auto it = object_.find(key);
    if (it != object_.end()) return &*it;
    FailAt(key, "missing");
    return nullptr;
  }
  template <class T>
  void Assign(const Json& v, bool right_type, const char* key, const char* what, T& out) {
    if (right_type) {
      out = v.get<T>();
    } else {
      FailAt(key, what);
    }
  }
  std::string PathOf(const char* key) const { return path_.empty() ? key : path_ + "." + key; }
  JsonReader& FailAt(const char* key, const char* what) {
    if (error_.empty()) error_ = PathOf(key) + ": " + what;
    return *this;
  }
  void Fail(const char* what) {
    if (error_.empty()) error_ = path_.empty() ? what : path_ + ": " + what;
  }

  const Json& object_;
  std::string path_;
  std::string& error_;
  std::vector<std::string> seen_;
};

}  // namespace quiesce
