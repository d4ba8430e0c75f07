#include "cicu.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

static UBreakIteratorType type_of(cicu_break_kind kind) {
  switch (kind) {
    case CICU_WORD: return UBRK_WORD;
    case CICU_LINE: return UBRK_LINE;
    case CICU_SENTENCE: return UBRK_SENTENCE;
    default: return UBRK_CHARACTER;
  }
}

cicu_breaker *cicu_breaker_open(cicu_break_kind kind, const char *locale) {
  UErrorCode error = U_ZERO_ERROR;
  UBreakIterator *iterator = ubrk_open(type_of(kind), locale, NULL, 0, &error);
  if (U_FAILURE(error)) {
    if (iterator) ubrk_close(iterator);
    return NULL;
  }
  return (cicu_breaker *)iterator;
}

cicu_status cicu_breaker_visit(cicu_breaker *breaker, const uint8_t *text, int32_t length, void *context,
                               cicu_break_visitor visit) {
  UBreakIterator *iterator = (UBreakIterator *)breaker;
  UErrorCode error = U_ZERO_ERROR;
  UText *view = utext_openUTF8(NULL, (const char *)text, length, &error);
  ubrk_setUText(iterator, view, &error);
  if (U_SUCCESS(error)) {
    ubrk_first(iterator);
    for (int32_t end = ubrk_next(iterator); end != UBRK_DONE; end = ubrk_next(iterator)) {
      visit(context, end, ubrk_getRuleStatus(iterator));
    }
  }
  // The iterator keeps a clone that points to `text`: give it an empty text before the caller lets go.
  UErrorCode ignored = U_ZERO_ERROR;
  UText *empty = utext_openUTF8(NULL, "", 0, &ignored);
  ubrk_setUText(iterator, empty, &ignored);
  utext_close(empty);
  utext_close(view);
  return U_SUCCESS(error) && U_SUCCESS(ignored) ? CICU_OK : CICU_FAILURE;
}

void cicu_breaker_close(cicu_breaker *breaker) { ubrk_close((UBreakIterator *)breaker); }
