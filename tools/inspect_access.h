// Single accesses against an image: shown step by step, or held against rows that someone else
// gave.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "model/image/image.h"

namespace quiesce {

/// Each access is "StreamID:address:R" or ":W". Status 2 if one cannot be parsed or answered.
int ShowTranslations(const Image& image, const std::vector<std::string>& accesses,
                     std::ostream& out, std::ostream& err);

/// Every row of the file that is not SKIP; each difference is printed, then a total. Status 1 if a
/// row differs, 2 if the file or a quirk is not known or nothing was compared.
int CompareRows(const Image& image, const std::string& file,
                const std::vector<std::string>& quirk_names, std::ostream& out, std::ostream& err);

}  // namespace quiesce
