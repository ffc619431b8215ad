# Who may include whom: cmake -DROOT=<source tree> -P cmake/check-includes.cmake
#
# Reads every #include of the tree and reports each that goes against the direction of the house:
#   spec <- model <- generators <- shrinkers <- properties <- tools, with reports and oracles beside model.
# Z3 belongs to the symbolic word type, its tests and the proofs; RapidCheck to generators, shrinkers and properties.
cmake_minimum_required(VERSION 3.25)

set(folders spec model generators shrinkers reports oracles properties tools)
set(spec_may spec)
set(model_may spec model)
set(reports_may spec model reports)
set(oracles_may spec model oracles)
set(generators_may spec model generators)
set(shrinkers_may spec model generators shrinkers)
set(properties_may spec model generators shrinkers reports oracles properties)
set(tools_may ${folders})

set(z3_homes "^(spec/word/|properties/proved/)")
set(rapidcheck_homes "^(generators|shrinkers|properties)/")
set(spec_libraries "^[a-z0-9_]+$")  # <standard headers> only

set(violations "")
set(seen 0)
foreach(folder ${folders})
  file(GLOB_RECURSE files RELATIVE ${ROOT} ${ROOT}/${folder}/*.h ${ROOT}/${folder}/*.cc)
  foreach(file ${files})
    file(STRINGS ${ROOT}/${file} lines REGEX "^#include")
    foreach(line ${lines})
      math(EXPR seen "${seen} + 1")
      if(line MATCHES "^#include \"absl/" AND NOT folder STREQUAL "spec")
        continue()  # Abseil is included in quotes, as its own style asks
      elseif(line MATCHES "^#include \"([a-z0-9_]+)/")
        if(NOT CMAKE_MATCH_1 IN_LIST ${folder}_may)
          string(APPEND violations "${file}: ${folder} may not include ${CMAKE_MATCH_1}: ${line}\n")
        endif()
      elseif(line MATCHES "^#include \"")
        string(APPEND violations "${file}: includes are written from the root of the tree: ${line}\n")
      elseif(line MATCHES "^#include <([^>]+)>")
        set(header ${CMAKE_MATCH_1})
        if(header MATCHES "^z3" AND NOT file MATCHES "${z3_homes}")
          string(APPEND violations "${file}: Z3 stays in the symbolic word type and properties/proved: ${line}\n")
        elseif(header MATCHES "^rapidcheck" AND NOT file MATCHES "${rapidcheck_homes}")
          string(APPEND violations "${file}: RapidCheck stays in generators, shrinkers, properties: ${line}\n")
        elseif(folder STREQUAL "spec" AND NOT file MATCHES "_test.cc$" AND NOT header MATCHES "${spec_libraries}"
               AND NOT header MATCHES "^z3")
          string(APPEND violations "${file}: spec includes only the standard library: ${line}\n")
        endif()
      endif()
    endforeach()
  endforeach()
endforeach()

if(NOT violations STREQUAL "")
  message(FATAL_ERROR "include direction:\n${violations}")
endif()
if(seen EQUAL 0)
  message(FATAL_ERROR "include direction: no #include found under ${ROOT}; is ROOT the source tree?")
endif()
message(STATUS "include direction: ${seen} includes, none against the direction")
