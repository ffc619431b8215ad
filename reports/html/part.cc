#include "reports/html/part.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/str_format.h"
#include "reports/html/pieces.h"

namespace quiesce {
namespace {

std::string NoteFor(const Part& part) {
  return Paragraph(absl::StrFormat("Left out to keep this page small: %s (%u bytes). The record "
                                   "has it.",
                                   part.name, part.html.size()),
                   "open");
}

}  // namespace

std::string Join(std::vector<Part> parts, std::size_t limit, std::vector<std::string>* left_out) {
  std::size_t size = 0;
  for (const Part& p : parts) size += p.html.size();
  std::vector<std::size_t> order(parts.size());
  std::iota(order.rbegin(), order.rend(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    return parts[a].expendable > parts[b].expendable;
  });
  for (const std::size_t i : order) {
    Part& part = parts[i];
    if (size <= limit || part.expendable == 0) break;
    std::string note = NoteFor(part);
    if (note.size() >= part.html.size()) continue;
    size -= part.html.size() - note.size();
    if (left_out != nullptr) left_out->push_back(part.name);
    part.html = std::move(note);
  }
  std::string page;
  page.reserve(size);
  for (const Part& p : parts) page += p.html;
  return page;
}

}  // namespace quiesce
