#include "cicu.h"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/utf16.h>

cicu_charset *cicu_charset_open(const char *name) {
  UErrorCode error = U_ZERO_ERROR;
  UConverter *converter = ucnv_open(name, &error);
  ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &error);
  if (U_SUCCESS(error)) return (cicu_charset *)converter;
  if (converter) ucnv_close(converter);
  return NULL;
}

int32_t cicu_charset_scalars(cicu_charset *charset, const uint8_t *bytes, int32_t length, uint32_t *scalars,
                             int32_t capacity) {
  UConverter *converter = (UConverter *)charset;
  UErrorCode error = U_ZERO_ERROR;
  UChar units[8];
  UChar *target = units;
  const char *source = (const char *)bytes;
  ucnv_resetToUnicode(converter);
  ucnv_toUnicode(converter, &target, units + 8, &source, source + length, NULL, true, &error);
  if (U_FAILURE(error) || source != (const char *)bytes + length) return 0;
  int32_t count = 0;
  int32_t unit_count = (int32_t)(target - units);
  for (int32_t i = 0; i < unit_count && count < capacity;) {
    UChar32 scalar;
    U16_NEXT(units, i, unit_count, scalar);
    scalars[count++] = (uint32_t)scalar;
  }
  return count;
}

void cicu_charset_close(cicu_charset *charset) { ucnv_close((UConverter *)charset); }

cicu_status cicu_charset_guess(const uint8_t *bytes, int32_t length, void *context, cicu_guess_visitor visit) {
  UErrorCode error = U_ZERO_ERROR;
  UCharsetDetector *detector = ucsdet_open(&error);
  ucsdet_setText(detector, (const char *)bytes, length, &error);
  int32_t count = 0;
  const UCharsetMatch **matches = ucsdet_detectAll(detector, &count, &error);
  for (int32_t i = 0; U_SUCCESS(error) && matches && i < count; i++) {
    UErrorCode ignored = U_ZERO_ERROR;
    const char *name = ucsdet_getName(matches[i], &ignored);
    const char *language = ucsdet_getLanguage(matches[i], &ignored);
    int32_t confidence = ucsdet_getConfidence(matches[i], &ignored);
    if (U_SUCCESS(ignored)) visit(context, name, language, confidence);
  }
  if (detector) ucsdet_close(detector);
  return U_SUCCESS(error) ? CICU_OK : CICU_FAILURE;
}
