// The few functions of ICU that UnicodeText needs, behind plain integers and opaque structs.
// No ICU header is included here. Text is UTF-8, lengths and offsets are bytes. Ill-formed bytes are read as
// U+FFFD and never copied into a replacement.
#ifndef CICU_H
#define CICU_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
  CICU_OK = 0,
  CICU_SYNTAX = 1,   // the pattern is not a regular expression
  CICU_LIMIT = 2,    // the step or stack limit of a search was reached
  CICU_FAILURE = 3,  // out of memory, missing data, text longer than 2^31 - 1 bytes
} cicu_status;

// Normalisation. `visit` is called for each change in ascending order; `replacement` lives for the call only.
typedef void (*cicu_edit_visitor)(void *context, int32_t start, int32_t end, const uint8_t *replacement,
                                  int32_t replacement_length);
bool cicu_nfc_is_normalized(const uint8_t *text, int32_t length);
bool cicu_nfc_has_boundary_before(uint32_t scalar);
cicu_status cicu_nfc_edits(const uint8_t *text, int32_t length, void *context, cicu_edit_visitor visit);
// Canonical decomposition of one scalar: number of scalars written (at most `capacity`), 0 when it has none.
int32_t cicu_nfd(uint32_t scalar, uint32_t *decomposition, int32_t capacity);

// Properties of a scalar.
int32_t cicu_script(uint32_t scalar);
const char *cicu_script_code(int32_t script);
uint8_t cicu_general_category(uint32_t scalar);
bool cicu_is_default_ignorable(uint32_t scalar);
uint32_t cicu_fold_case(uint32_t scalar);

// Boundaries. `visit` gets the end of each segment and ICU's rule status for it.
typedef struct cicu_breaker cicu_breaker;
typedef void (*cicu_break_visitor)(void *context, int32_t end, int32_t rule_status);
typedef enum { CICU_CHARACTER = 0, CICU_WORD = 1, CICU_LINE = 2, CICU_SENTENCE = 3 } cicu_break_kind;
cicu_breaker *cicu_breaker_open(cicu_break_kind kind, const char *locale);
cicu_status cicu_breaker_visit(cicu_breaker *breaker, const uint8_t *text, int32_t length, void *context,
                               cicu_break_visitor visit);
void cicu_breaker_close(cicu_breaker *breaker);

// Regular expressions. A compiled pattern is immutable and may be shared by threads; a search belongs to one.
typedef struct cicu_pattern cicu_pattern;
typedef struct cicu_search cicu_search;
typedef struct {
  int32_t line;    // 1-based, 0 when unknown
  int32_t column;  // scalars read in that line when the error was seen
  const char *name;
} cicu_pattern_error;
cicu_pattern *cicu_pattern_compile(const uint8_t *pattern, int32_t length, bool case_insensitive,
                                   cicu_pattern_error *error);
int32_t cicu_pattern_group_count(const cicu_pattern *pattern);
// The number of a named group; 0 when there is none.
int32_t cicu_pattern_group_number(const cicu_pattern *pattern, const char *name);
void cicu_pattern_close(cicu_pattern *pattern);
// `text` must stay in place until the search is closed. Looks for matches inside start..<end: `^` and `$`
// match at these two offsets, look-around and `\b` see past them.
cicu_search *cicu_search_open(const cicu_pattern *pattern, const uint8_t *text, int64_t length, int64_t start,
                              int64_t end, int64_t step_limit);
// CICU_OK: look at *found. Offsets of group g are groups[2g] and groups[2g + 1], both -1 when it took no part.
cicu_status cicu_search_next(cicu_search *search, bool *found, int64_t *groups, int32_t group_count);
void cicu_search_close(cicu_search *search);

// Character encodings. A charset belongs to one thread.
typedef struct cicu_charset cicu_charset;
cicu_charset *cicu_charset_open(const char *name);
// The scalars that a whole sequence of bytes stands for: their number, 0 when it is none of the encoding's.
int32_t cicu_charset_scalars(cicu_charset *charset, const uint8_t *bytes, int32_t length, uint32_t *scalars,
                             int32_t capacity);
void cicu_charset_close(cicu_charset *charset);
// ICU's guesses at the encoding of bytes, the likeliest first; `confidence` is 0...100, the strings live for
// the call only.
typedef void (*cicu_guess_visitor)(void *context, const char *name, const char *language, int32_t confidence);
cicu_status cicu_charset_guess(const uint8_t *bytes, int32_t length, void *context, cicu_guess_visitor visit);

#ifdef __cplusplus
}
#endif
#endif
