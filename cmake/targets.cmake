# The two ways to add code: quiesce_library(<folder> ...) and quiesce_test(<name> ...).
include(GoogleTest)

add_library(quiesce_options INTERFACE)
target_include_directories(quiesce_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(quiesce_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Werror)
# gcc 12 at -O3 takes "text" + std::string for a copy that overlaps itself (its bug 105329).
target_compile_options(quiesce_options INTERFACE $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-restrict>)

if(CMAKE_CXX_FLAGS MATCHES "-fsanitize")
  # GCC 12 takes the payload of an empty std::optional for an uninitialized read once it is instrumented.
  target_compile_options(quiesce_options INTERFACE -Wno-maybe-uninitialized)
endif()

# A folder's sources compile several at a time, which takes a third of the time: so names in the unnamed namespaces of
# one folder differ. Off, each file compiles by itself, which suits work on few files.
option(QUIESCE_UNITY "Compile the libraries' sources several at a time" ON)

# quiesce_library(name SOURCES a.cc ... DEPS target ...)
function(quiesce_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  add_library(quiesce_${name} STATIC ${ARG_SOURCES})
  target_link_libraries(quiesce_${name} PUBLIC quiesce_options ${ARG_DEPS})
  set_target_properties(quiesce_${name} PROPERTIES UNITY_BUILD ${QUIESCE_UNITY} UNITY_BUILD_BATCH_SIZE 8)
endfunction()

# quiesce_header_library(name DEPS target ...)
function(quiesce_header_library name)
  cmake_parse_arguments(ARG "" "" "DEPS" ${ARGN})
  add_library(quiesce_${name} INTERFACE)
  target_link_libraries(quiesce_${name} INTERFACE quiesce_options ${ARG_DEPS})
endfunction()

# What tests spend their time in is the libraries' code: less optimization of their own compiles a third faster. GCC 12
# forgets that std::string is a system header once it is precompiled, and warns of its code; and of a replaced
# operator new where only half of it is inlined.
add_library(test_options INTERFACE)
target_compile_options(test_options INTERFACE $<$<CONFIG:RelWithDebInfo>:-O1>
                       -Wno-array-bounds -Wno-stringop-overflow -Wno-mismatched-new-delete)

# Nearly every test reads GoogleMock, which takes longer than most tests: once is enough.
file(CONFIGURE OUTPUT test_headers.cc CONTENT "" @ONLY)
add_library(test_headers OBJECT ${CMAKE_CURRENT_BINARY_DIR}/test_headers.cc)
target_link_libraries(test_headers PRIVATE quiesce_options test_options GTest::gmock)
target_precompile_headers(test_headers PRIVATE <gmock/gmock.h> <gtest/gtest.h>)

# What the sanitizer build tests: what is labelled unit, but for NOT_SANITIZED.
add_custom_target(fast_tests)

# quiesce_test(name LABEL unit|property|proof|replay|oracle|e2e SOURCES a_test.cc ... DEPS target ...)
# NOT_SANITIZED: too slow to build and run there.
# One ctest entry for each GoogleTest case, discovered when ctest runs.
function(quiesce_test name)
  cmake_parse_arguments(ARG "NOT_SANITIZED" "LABEL" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE quiesce_options test_options ${ARG_DEPS} GTest::gmock GTest::gtest_main)
  target_precompile_headers(${name} REUSE_FROM test_headers)
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST NO_PRETTY_VALUES
                       TEST_PREFIX "${name}."
                       PROPERTIES LABELS ${ARG_LABEL} TIMEOUT 300)
  if(ARG_LABEL STREQUAL "unit" AND NOT ARG_NOT_SANITIZED)
    add_dependencies(fast_tests ${name})
  endif()
endfunction()
