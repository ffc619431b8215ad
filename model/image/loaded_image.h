// An image together with what its file says about it.
#pragma once

#include <string>
#include <vector>

#include "model/image/image.h"
#include "model/image/region.h"

namespace quiesce {

struct LoadedImage {
  Image image;
  std::vector<Region> regions;  ///< by address; each is wholly present in the memory
  std::string name;             ///< of the file or directory, without folders and extension
};

}  // namespace quiesce
