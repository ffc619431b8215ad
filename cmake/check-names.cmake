# One name, one type: cmake -DROOT=<source tree> -P cmake/check-names.cmake
#
# Two headers that define different types of one name in one namespace are an error which no compiler reports: the
# linker keeps one of the two copies of their inline functions. Reads every header, and reports each such name.
cmake_minimum_required(VERSION 3.25)

file(GLOB_RECURSE headers RELATIVE ${ROOT} ${ROOT}/*.h)
list(FILTER headers EXCLUDE REGEX "^(build|cmake)/")
# The two readings of one word type: a template's specializations.
list(FILTER headers EXCLUDE REGEX "^spec/word/")

set(violations "")
set(seen 0)
foreach(header ${headers})
  file(STRINGS ${ROOT}/${header} lines REGEX "^(namespace|struct|class|union|enum class|enum) .*[^;]$")
  set(namespace "")
  foreach(line ${lines})
    if(line MATCHES "^namespace ([a-z0-9_:]+) {")
      set(namespace ${CMAKE_MATCH_1})
    elseif(line MATCHES "^(struct|class|union|enum class|enum) ([A-Za-z0-9_]+)( final)?( :.*)?( {.*)?$")
      set(key "${namespace}::${CMAKE_MATCH_2}")
      math(EXPR seen "${seen} + 1")
      if(DEFINED "home_${key}" AND NOT "${home_${key}}" STREQUAL header)
        string(APPEND violations "${key}: defined in ${home_${key}} and in ${header}\n")
      endif()
      set("home_${key}" ${header})
    endif()
  endforeach()
endforeach()

if(NOT violations STREQUAL "")
  message(FATAL_ERROR "one name, one type:\n${violations}")
endif()
if(seen EQUAL 0)
  message(FATAL_ERROR "one name, one type: no type found under ${ROOT}; is ROOT the source tree?")
endif()
message(STATUS "one name, one type: ${seen} types, none defined twice")
