#include "reports/html/pieces.h"

#include "absl/strings/str_format.h"
#include "reports/export/escape_markup.h"

namespace quiesce {

std::string Element(std::string_view name, const std::vector<Attribute>& attributes,
                    std::string_view html) {
  std::string out = absl::StrFormat("<%s", name);
  for (const Attribute& a : attributes) {
    absl::StrAppendFormat(&out, " %s=\"%s\"", a.name, EscapeMarkup(a.value));
  }
  absl::StrAppendFormat(&out, ">%s</%s>", html, name);
  return out;
}

std::string Element(std::string_view name, std::string_view css, std::string_view html) {
  if (css.empty()) return Element(name, std::vector<Attribute>(), html);
  return Element(name, {{"class", std::string(css)}}, html);
}

std::string Paragraph(std::string_view text, std::string_view css) {
  return Element("p", css, EscapeMarkup(text)) + "\n";
}

std::string CodeText(std::string_view text) { return Element("code", "", EscapeMarkup(text)); }

std::string CommandBox(std::string_view command) {
  return command.empty() ? "" : Element("pre", "", CodeText(command)) + "\n";
}

std::string Link(std::string_view href, std::string_view html) {
  return Element("a", {{"href", std::string(href)}}, html);
}

std::string Section(std::string_view id, std::string_view title, std::string_view html) {
  if (html.empty()) return "";
  const std::string inner =
      "\n" + Element("h2", "", EscapeMarkup(title)) + "\n" + std::string(html);
  return Element("section", {{"id", std::string(id)}}, inner) + "\n";
}

std::string Details(std::string_view summary, std::string_view html) {
  return Element("details", "",
                 Element("summary", "", EscapeMarkup(summary)) + "\n" + std::string(html)) +
         "\n";
}

std::string TextCell(std::string_view text) { return Element("td", "", EscapeMarkup(text)); }
std::string CodeCell(std::string_view text) {
  return Element("td", "", text.empty() ? "" : CodeText(text));
}
std::string HtmlCell(std::string_view html) { return Element("td", "", html); }
std::string NumberCell(std::uint64_t n) { return Element("td", "number", Grouped(n)); }

std::string ResultCell(Result result, Result expected) {
  std::string text(NameOf(result));
  if (result == expected && !IsGreen(expected)) text += ", as expected";
  if (result != expected && !IsGreen(expected))
    text += absl::StrFormat(", not %s", NameOf(expected));
  return Element("td", CssOf(ExitStatus(result, expected)), EscapeMarkup(text));
}

std::string ScrollBox(std::string_view label, std::string_view html) {
  return Element("div",
                 {{"class", "wide"},
                  {"role", "region"},
                  {"aria-label", std::string(label)},
                  {"tabindex", "0"}},
                 html) +
         "\n";
}

std::string Table(std::string_view label, const std::vector<Column>& columns,
                  const std::vector<std::string>& rows) {
  if (rows.empty()) return "";
  std::string head, body;
  for (const Column& c : columns) {
    std::vector<Attribute> attributes = {{"scope", "col"}};
    if (c.number) attributes.push_back({"class", "number"});
    head += Element("th", attributes, EscapeMarkup(c.title));
  }
  for (const std::string& row : rows) body += Element("tr", "", row) + "\n";
  const std::string table =
      Element("thead", "", Element("tr", "", head)) + Element("tbody", "", "\n" + body);
  return ScrollBox(label, Element("table", "", table));
}

std::string SvgText(unsigned x, unsigned y, std::string_view css, std::string_view text) {
  return Element("text",
                 {{"x", absl::StrFormat("%u", x)},
                  {"y", absl::StrFormat("%u", y)},
                  {"class", std::string(css)}},
                 EscapeMarkup(text));
}

std::string_view CssOf(int exit_status) {
  return exit_status == 0 ? "good" : exit_status == 1 ? "bad" : "open";
}

std::string Grouped(std::uint64_t n) {
  std::string digits = absl::StrFormat("%u", n);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, "\u202F");
  return digits;
}

}  // namespace quiesce
