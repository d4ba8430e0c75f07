#ifndef SASTRA_CZSTD_SHIM_H
#define SASTRA_CZSTD_SHIM_H

#include <zstd.h>

#endif
