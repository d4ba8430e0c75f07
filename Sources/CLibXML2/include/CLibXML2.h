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

/// Frees what libxml2 allocated. The library's own xmlFree is a mutable global, which Swift 6 refuses.
void clibxml2_free(void *memory);

/// The parser's place in its input, in bytes; -1 when there is no input.
long clibxml2_cursor(xmlParserCtxtPtr context);

/// Refuses every external entity, from files as from the network, for the whole process.
void clibxml2_refuse_external_entities(void);

#endif
