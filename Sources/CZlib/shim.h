#ifndef SASTRA_CZLIB_SHIM_H
#define SASTRA_CZLIB_SHIM_H

#include <zlib.h>

/* Macros of zlib that Swift cannot see. */

/* Begins inflating a gzip or zlib stream, told apart by its header. */
static inline int sastra_inflate_init(z_stream *stream) { return inflateInit2(stream, 15 + 32); }

/* Begins inflating a bare deflate stream, without a header. */
static inline int sastra_raw_inflate_init(z_stream *stream) { return inflateInit2(stream, -15); }

/* Begins deflating to a gzip stream. */
static inline int sastra_gzip_init(z_stream *stream, int level) {
  return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}

#endif
