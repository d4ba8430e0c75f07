#include "cicu.h"

#include <stdlib.h>

#include <unicode/uregex.h>
#include <unicode/utext.h>

// ICU calls back about once in this many engine steps; it fixes the number, we only name it.
enum { STEPS_PER_CALL = 10000, STACK_BYTES = 8 * 1024 * 1024 };

struct cicu_search {
  URegularExpression *expression;
  UText *text;
  int64_t calls_left;
};

static UBool U_CALLCONV count_steps(const void *context, int32_t steps) {
  (void)steps;  // counts one match only; the limit is for the whole search
  cicu_search *search = (cicu_search *)context;
  return --search->calls_left >= 0;
}

static UBool U_CALLCONV count_starts(const void *context, int64_t index) {
  (void)index;
  return ((const cicu_search *)context)->calls_left >= 0;
}

cicu_pattern *cicu_pattern_compile(const uint8_t *pattern, int32_t length, bool case_insensitive,
                                   cicu_pattern_error *error) {
  UErrorCode status = U_ZERO_ERROR;
  UParseError place = {0};
  UText *text = utext_openUTF8(NULL, (const char *)pattern, length, &status);
  uint32_t flags = case_insensitive ? UREGEX_CASE_INSENSITIVE : 0;
  URegularExpression *expression = uregex_openUText(text, flags, &place, &status);
  utext_close(text);
  if (U_SUCCESS(status)) return (cicu_pattern *)expression;
  if (expression) uregex_close(expression);
  error->line = place.line;
  error->column = place.offset;
  error->name = u_errorName(status);
  return NULL;
}

int32_t cicu_pattern_group_count(const cicu_pattern *pattern) {
  UErrorCode status = U_ZERO_ERROR;
  int32_t count = uregex_groupCount((URegularExpression *)pattern, &status);
  return U_SUCCESS(status) ? count : 0;
}

int32_t cicu_pattern_group_number(const cicu_pattern *pattern, const char *name) {
  UErrorCode status = U_ZERO_ERROR;
  int32_t number = uregex_groupNumberFromCName((URegularExpression *)pattern, name, -1, &status);
  return U_SUCCESS(status) ? number : 0;
}

void cicu_pattern_close(cicu_pattern *pattern) { uregex_close((URegularExpression *)pattern); }

cicu_search *cicu_search_open(const cicu_pattern *pattern, const uint8_t *text, int64_t length, int64_t start,
                              int64_t end, int64_t step_limit) {
  cicu_search *search = calloc(1, sizeof(cicu_search));
  if (!search) return NULL;
  UErrorCode status = U_ZERO_ERROR;
  search->calls_left = (step_limit + STEPS_PER_CALL - 1) / STEPS_PER_CALL;
  search->expression = uregex_clone((const URegularExpression *)pattern, &status);
  search->text = utext_openUTF8(NULL, (const char *)text, length, &status);
  uregex_setUText(search->expression, search->text, &status);
  uregex_setStackLimit(search->expression, STACK_BYTES, &status);  // forgets the region, so it comes first
  uregex_setRegion64(search->expression, start, end, &status);
  uregex_useTransparentBounds(search->expression, true, &status);
  uregex_setMatchCallback(search->expression, count_steps, search, &status);
  uregex_setFindProgressCallback(search->expression, count_starts, search, &status);
  if (U_SUCCESS(status)) return search;
  cicu_search_close(search);
  return NULL;
}

cicu_status cicu_search_next(cicu_search *search, bool *found, int64_t *groups, int32_t group_count) {
  UErrorCode status = U_ZERO_ERROR;
  *found = uregex_findNext(search->expression, &status);
  for (int32_t group = 0; *found && U_SUCCESS(status) && group < group_count; group++) {
    groups[2 * group] = uregex_start64(search->expression, group, &status);
    groups[2 * group + 1] = uregex_end64(search->expression, group, &status);
  }
  if (U_SUCCESS(status)) return CICU_OK;
  *found = false;
  return status == U_REGEX_STOPPED_BY_CALLER || status == U_REGEX_STACK_OVERFLOW || status == U_REGEX_TIME_OUT
             ? CICU_LIMIT
             : CICU_FAILURE;
}

void cicu_search_close(cicu_search *search) {
  if (search->expression) uregex_close(search->expression);
  if (search->text) utext_close(search->text);
  free(search);
}
