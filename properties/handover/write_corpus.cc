// write_corpus DIRECTORY: writes the case of every recipe. Run it after a change of recipes, and
// look at the difference.
#include <cstdio>
#include <string>

#include "model/image/text_input.h"
#include "properties/handover/recipe_case.h"
#include "reports/case/case_text.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: write_corpus DIRECTORY\n");
    return 2;
  }
  int status = 0;
  for (const quiesce::BugRecipe& recipe : quiesce::BugRecipes()) {
    const auto c = quiesce::CaseOf(recipe);
    if (!c) continue;
    const std::string path = std::string(argv[1]) + "/" + quiesce::CaseNameOf(recipe);
    const absl::Status written = quiesce::WriteWholeFile(path, quiesce::FormatCase(*c));
    if (written.ok()) continue;
    std::fprintf(stderr, "write_corpus: %s\n", std::string(written.message()).c_str());
    status = 2;
  }
  return status;
}
