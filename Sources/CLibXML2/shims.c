#include "CLibXML2.h"

void clibxml2_free(void *memory) {
  xmlFree(memory);
}

long clibxml2_cursor(xmlParserCtxtPtr context) {
  if (context == NULL || context->input == NULL) return -1;
  return (long)context->input->consumed + (long)(context->input->cur - context->input->base);
}

static xmlParserInputPtr refuse(const char *url, const char *id, xmlParserCtxtPtr context) {
  (void)url;
  (void)id;
  (void)context;
  return NULL;
}

void clibxml2_refuse_external_entities(void) {
  xmlSetExternalEntityLoader(refuse);
}
