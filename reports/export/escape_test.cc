#include <gtest/gtest.h>

#include "reports/export/escape_markdown.h"
#include "reports/export/escape_markup.h"
#include "reports/export/file_uri.h"
#include "reports/export/valid_text.h"

namespace quiesce {
namespace {

TEST(ValidText, KeepsWhatIsText) {
  const std::string text = "a\tb\n\x7f \u00e9 \u20ac \U0001F600";
  EXPECT_EQ(ValidText(text), text);
}

TEST(ValidText, ReplacesWhatIsNot) {
  EXPECT_EQ(ValidText(std::string("a\0b\r", 4)), "a\uFFFDb\uFFFD");
  EXPECT_EQ(ValidText("\xFF"), "\uFFFD");
  EXPECT_EQ(ValidText("\xC0\x80"), "\uFFFD\uFFFD") << "too long a sequence";
  EXPECT_EQ(ValidText("\xE2\x82"), "\uFFFD\uFFFD") << "ends too early";
  EXPECT_EQ(ValidText("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD") << "a surrogate";
  EXPECT_EQ(ValidText("\xEF\xBF\xBF"), "\uFFFD\uFFFD\uFFFD") << "U+FFFF";
  EXPECT_EQ(ValidText("\xF4\x90\x80\x80"), "\uFFFD\uFFFD\uFFFD\uFFFD") << "above U+10FFFF";
}

TEST(EscapeMarkup, LeavesNoMarkup) {
  EXPECT_EQ(EscapeMarkup("<a href=\"x\">'&'</a>"),
            "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
  EXPECT_EQ(EscapeMarkup(std::string("a\0b", 3)), "a\uFFFDb");
}

TEST(EscapeMarkdown, LeavesNoMarkup) {
  EXPECT_EQ(EscapeMarkdown("a|b *c* [d](e) `f` <g> #1 & ~h~\nnext"),
            "a\\|b \\*c\\* \\[d\\](e) \\`f\\` \\<g\\> \\#1 &amp; \\~h\\~ next");
  EXPECT_EQ(EscapeMarkdown("C_BAD_STE _x_"), "C_BAD_STE \\_x\\_");
}

TEST(MarkdownCode, IsOneSpan) {
  EXPECT_EQ(MarkdownCode(""), "");
  EXPECT_EQ(MarkdownCode("quiesce replay a.case"), "`quiesce replay a.case`");
  EXPECT_EQ(MarkdownCode("a `b` c"), "`` a `b` c ``");
  EXPECT_EQ(MarkdownCode("dmesg | quiesce decode"), "`dmesg \\| quiesce decode`");
}

TEST(FileUri, EncodesWhatAPathMayHold) {
  EXPECT_EQ(FileUri("out/bug-17.case"), "out/bug-17.case");
  EXPECT_EQ(FileUri("a b/c:d%#?.case"), "a%20b/c%3Ad%25%23%3F.case");
  EXPECT_EQ(FileUri("/tmp/x.case"), "file:///tmp/x.case");
}

}  // namespace
}  // namespace quiesce
