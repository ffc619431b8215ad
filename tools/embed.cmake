# A text file as a C++ source: cmake -DIN=<file> -DOUT=<file.cc> -DHEADER=<header> -DFUNCTION=<name> -P embed.cmake
# The function returns the text as std::string. Literals stay below the 64 KiB that every compiler takes.
cmake_minimum_required(VERSION 3.25)

file(READ ${IN} text)
string(LENGTH "${text}" left)
set(begin 0)
set(literals "")
while(begin LESS left)
  string(SUBSTRING "${text}" ${begin} 30000 piece)
  string(APPEND literals "    R\"image(${piece})image\",\n")
  math(EXPR begin "${begin} + 30000")
endwhile()
file(WRITE ${OUT} "#include \"${HEADER}\"\n\n#include <string_view>\n\nnamespace quiesce {\n\n"
  "std::string ${FUNCTION}() {\n  constexpr std::string_view kPieces[] = {\n${literals}  };\n"
  "  std::string text;\n  for (const std::string_view piece : kPieces) text += piece;\n  return text;\n}\n\n}  // namespace quiesce\n")
