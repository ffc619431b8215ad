#include "tools/this_environment.h"

#include <sys/utsname.h>

#include <ctime>

#include "absl/strings/str_format.h"

namespace quiesce {

Environment ThisEnvironment() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  utsname name{};
  uname(&name);
  Environment e;
  e.started = absl::StrFormat("%04d-%02d-%02dT%02d:%02d:%02dZ", utc.tm_year + 1900, utc.tm_mon + 1,
                              utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec);
  e.machine = absl::StrFormat("%s %s", name.sysname, name.machine);
  return e;
}

}  // namespace quiesce
