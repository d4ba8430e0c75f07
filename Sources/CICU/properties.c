#include "cicu.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

int32_t cicu_script(uint32_t scalar) {
  UErrorCode error = U_ZERO_ERROR;
  UScriptCode script = uscript_getScript((UChar32)scalar, &error);
  return U_SUCCESS(error) ? (int32_t)script : (int32_t)USCRIPT_UNKNOWN;
}

const char *cicu_script_code(int32_t script) {
  const char *code = uscript_getShortName((UScriptCode)script);
  return code ? code : "Zzzz";
}

uint8_t cicu_general_category(uint32_t scalar) { return (uint8_t)u_charType((UChar32)scalar); }

bool cicu_is_default_ignorable(uint32_t scalar) {
  return u_hasBinaryProperty((UChar32)scalar, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

uint32_t cicu_fold_case(uint32_t scalar) {
  return (uint32_t)u_foldCase((UChar32)scalar, U_FOLD_CASE_DEFAULT);
}
