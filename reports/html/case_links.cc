#include "reports/html/case_links.h"

#include <filesystem>

#include "reports/export/file_uri.h"
#include "reports/html/pieces.h"

namespace quiesce {
namespace {

namespace fs = std::filesystem;

fs::path Absolute(const fs::path& path) {
  std::error_code ignored;
  return fs::weakly_canonical(fs::absolute(path.empty() ? "." : path, ignored), ignored);
}

}  // namespace

void ForEachFile(const RunRecord& record, const std::function<void(const std::string&)>& use) {
  for (const MatrixRowRecord& row : record.matrix) {
    for (const MatrixCellRecord& cell : row.cells) use(cell.case_file);
  }
  for (const ProofRecord& p : record.proofs) {
    for (const Assumption& a : p.assumptions) use(a.dropped_case);
    use(p.twin.case_file);
    use(p.second_solver.case_file);
  }
  for (const Hunt& h : record.hunts) use(h.case_file);
  for (const Finding& f : record.findings) use(f.file);
}

std::string FindFile(const std::string& file, const std::string& record_directory) {
  if (file.empty()) return "";
  std::error_code ignored;
  for (const fs::path& place : {fs::path(record_directory) / file, fs::path(file)}) {
    if (fs::is_regular_file(place, ignored)) return place.string();
  }
  return "";
}

CaseLinks FindCaseLinks(const RunRecord& record, const std::string& record_directory,
                        const std::string& page_directory) {
  CaseLinks links;
  const fs::path from = Absolute(page_directory);
  ForEachFile(record, [&](const std::string& file) {
    if (links.contains(file)) return;
    const std::string place = FindFile(file, record_directory);
    if (place.empty()) return;
    links[file] = FileUri(Absolute(place).lexically_relative(from).generic_string());
  });
  return links;
}

std::string CaseLink(const std::string& file, const CaseLinks& links) {
  if (file.empty()) return "";
  const auto link = links.find(file);
  return link == links.end() ? CodeText(file) : Link(link->second, CodeText(file));
}

}  // namespace quiesce
