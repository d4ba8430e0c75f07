#ifndef SASTRA_CXXHASH_SHIM_H
#define SASTRA_CXXHASH_SHIM_H

#include <xxhash.h>

#endif
