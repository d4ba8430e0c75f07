#ifndef CLIBXML2_H
#define CLIBXML2_H

// libxml2's encoding.h includes ICU's headers when the library was built with ICU, and those must stay out
// of every Clang module: Foundation brings an ICU of its own.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/relaxng.h>
#include <libxml/xmlerror.h>

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// Frees what libxml2 allocated. The library's own xmlFree is a mutable global, which Swift 6 refuses.
void clibxml2_free(void *memory);

/// The parser's place in its input, in bytes; -1 when there is no input.
long clibxml2_cursor(xmlParserCtxtPtr context);

/// An element begins or ends.
typedef struct {
  /// Where the parser stands in its input, in bytes.
  uint32_t cursor;
  /// Index of the name among those of the structure.
  uint32_t name;
  uint32_t is_end;
} clibxml2_html_event;

/// The elements of a page in the order in which they begin and end.
typedef struct {
  clibxml2_html_event *events;
  size_t event_count;
  /// The names one after another, and where each ends. One name may be there twice.
  char *names;
  size_t *name_ends;
  size_t name_count;
  /// Whether the work or the memory was too much, and the events are those of the beginning only.
  int is_cut;
} clibxml2_html_structure;

/// Parses HTML, UTF-8, and notes the elements. Nothing is loaded and nothing is built.
///
/// max_wasted bounds the elements that are looked through for tags that fit nowhere.
void clibxml2_html_parse(
    const char *bytes, int length, unsigned long max_wasted, clibxml2_html_structure *result);

/// Frees what clibxml2_html_parse noted.
void clibxml2_html_free(clibxml2_html_structure *result);

/// The first place of a byte in some bytes from `from` on, before `end`; `end` where there is none.
static inline long clibxml2_find(const uint8_t *bytes, long from, long end, uint8_t byte) {
  if (from >= end) return end;
  const uint8_t *found = (const uint8_t *)memchr(bytes + from, byte, (size_t)(end - from));
  return found == NULL ? end : found - bytes;
}

/// Refuses every external entity, from files as from the network, for the whole process.
void clibxml2_refuse_external_entities(void);

#endif
