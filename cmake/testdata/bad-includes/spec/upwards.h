// A fixture: spec must not look upwards.
#include "model/image/memory.h"
