#ifndef SASTRA_CBROTLI_SHIM_H
#define SASTRA_CBROTLI_SHIM_H

#include <brotli/decode.h>

#endif
