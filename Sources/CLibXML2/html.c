#include "CLibXML2.h"

#include <stdlib.h>
#include <string.h>

// Elements are told by the address of their name: libxml2 keeps one copy of each in its dictionary. Some
// names have two addresses, because the parser brings them itself; the caller compares the names then.
typedef struct {
  const xmlChar *address;
  uint32_t name;
} slot;

typedef struct {
  xmlParserCtxtPtr context;
  clibxml2_html_structure *result;
  size_t event_capacity;
  size_t name_capacity;
  size_t text_capacity;
  slot *slots;
  size_t slot_count;
  unsigned long wasted;
  unsigned long max_wasted;
} builder;

static void stop(builder *b) {
  b->result->is_cut = 1;
  xmlStopParser(b->context);
}

static int grow(void **memory, size_t *capacity, size_t needed, size_t size) {
  if (needed <= *capacity) return 1;
  size_t wanted = *capacity < 64 ? 64 : *capacity * 2;
  if (wanted < needed) wanted = needed;
  void *larger = realloc(*memory, wanted * size);
  if (larger == NULL) return 0;
  *memory = larger;
  *capacity = wanted;
  return 1;
}

static size_t place(const slot *slots, size_t count, const xmlChar *address) {
  uint64_t hash = (uint64_t)(uintptr_t)address * 0x9E3779B97F4A7C15u;
  size_t i = (size_t)(hash >> 32) & (count - 1);
  while (slots[i].address != NULL && slots[i].address != address) i = (i + 1) & (count - 1);
  return i;
}

static int grow_slots(builder *b) {
  size_t count = b->slot_count == 0 ? 128 : b->slot_count * 2;
  slot *slots = calloc(count, sizeof(slot));
  if (slots == NULL) return 0;
  for (size_t i = 0; i < b->slot_count; i++) {
    if (b->slots[i].address != NULL) slots[place(slots, count, b->slots[i].address)] = b->slots[i];
  }
  free(b->slots);
  b->slots = slots;
  b->slot_count = count;
  return 1;
}

static int add_name(builder *b, const xmlChar *name, uint32_t *index) {
  clibxml2_html_structure *result = b->result;
  size_t length = strlen((const char *)name);
  size_t text = result->name_count == 0 ? 0 : result->name_ends[result->name_count - 1];
  void *ends = result->name_ends, *names = result->names;
  int is_grown = grow(&ends, &b->name_capacity, result->name_count + 1, sizeof(size_t));
  result->name_ends = ends;
  is_grown = is_grown && grow(&names, &b->text_capacity, text + length, 1);
  result->names = names;
  if (!is_grown) return 0;
  memcpy(result->names + text, name, length);
  result->name_ends[result->name_count] = text + length;
  *index = (uint32_t)result->name_count++;
  return 1;
}

static int name_index(builder *b, const xmlChar *name, uint32_t *index) {
  if ((b->result->name_count + 1) * 2 > b->slot_count && !grow_slots(b)) return 0;
  size_t i = place(b->slots, b->slot_count, name);
  if (b->slots[i].address == NULL) {
    if (!add_name(b, name, index)) return 0;
    b->slots[i].address = name;
    b->slots[i].name = *index;
  }
  *index = b->slots[i].name;
  return 1;
}

static void add(builder *b, const xmlChar *name, uint32_t is_end) {
  clibxml2_html_structure *result = b->result;
  long cursor = clibxml2_cursor(b->context);
  if (name == NULL || result->is_cut || cursor < 0) return;
  uint32_t index = 0;
  void *events = result->events;
  int is_grown = grow(&events, &b->event_capacity, result->event_count + 1, sizeof(clibxml2_html_event));
  result->events = events;
  if (!is_grown || !name_index(b, name, &index)) {
    stop(b);
    return;
  }
  clibxml2_html_event event = {(uint32_t)cursor, index, is_end};
  result->events[result->event_count++] = event;
}

static void start_element(void *user, const xmlChar *name, const xmlChar **attributes) {
  (void)attributes;
  add(user, name, 0);
}

static void end_element(void *user, const xmlChar *name) {
  add(user, name, 1);
}

// For an end tag of nothing and a second body the library looks through all open elements.
static void problem(void *user, xmlErrorPtr error) {
  builder *b = user;
  if (error == NULL || b->result->is_cut) return;
  if (error->code != XML_ERR_TAG_NAME_MISMATCH && error->code != XML_HTML_STRUCURE_ERROR) return;
  if (b->context->nameNr > 0) b->wasted += (unsigned long)b->context->nameNr;
  if (b->wasted > b->max_wasted) stop(b);
}

void clibxml2_html_parse(
    const char *bytes, int length, unsigned long max_wasted, clibxml2_html_structure *result) {
  memset(result, 0, sizeof(*result));
  if (length <= 0) return;
  xmlParserCtxtPtr context = htmlCreateMemoryParserCtxt(bytes, length);
  if (context == NULL || context->sax == NULL) {
    if (context != NULL) htmlFreeParserCtxt(context);
    result->is_cut = 1;
    return;
  }
  builder b = {.context = context, .result = result, .max_wasted = max_wasted};
  htmlCtxtUseOptions(
      context, HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOIMPLIED | HTML_PARSE_IGNORE_ENC |
                   HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
  context->options |= XML_PARSE_HUGE;
  context->charset = XML_CHAR_ENCODING_UTF8;
  context->userData = &b;
  memset(context->sax, 0, sizeof(*context->sax));
  context->sax->initialized = XML_SAX2_MAGIC;
  context->sax->startElement = start_element;
  context->sax->endElement = end_element;
  context->sax->serror = problem;
  htmlParseDocument(context);
  if (context->myDoc != NULL) xmlFreeDoc(context->myDoc);
  context->myDoc = NULL;
  htmlFreeParserCtxt(context);
  free(b.slots);
}

void clibxml2_html_free(clibxml2_html_structure *result) {
  free(result->events);
  free(result->names);
  free(result->name_ends);
  memset(result, 0, sizeof(*result));
}
