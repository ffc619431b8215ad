// The capture that `quiesce check` takes when it is given no image: corpus/captures/linux-6.1-idle,
// built into the command.
#pragma once

#include <string>

namespace quiesce {

std::string IdleImageText();

}  // namespace quiesce
