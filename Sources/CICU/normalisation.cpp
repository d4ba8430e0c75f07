#include "cicu.h"

#include <string>

#include <unicode/bytestream.h>
#include <unicode/edits.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/unistr.h>

namespace {

icu::StringPiece piece(const uint8_t *text, int32_t length) {
  return icu::StringPiece(reinterpret_cast<const char *>(text), length);
}

const icu::Normalizer2 *nfc() {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2 *instance = icu::Normalizer2::getNFCInstance(error);
  return U_SUCCESS(error) ? instance : nullptr;
}

}  // namespace

bool cicu_nfc_is_normalized(const uint8_t *text, int32_t length) {
  const icu::Normalizer2 *normalizer = nfc();
  UErrorCode error = U_ZERO_ERROR;
  return normalizer && normalizer->isNormalizedUTF8(piece(text, length), error) && U_SUCCESS(error);
}

bool cicu_nfc_has_boundary_before(uint32_t scalar) {
  const icu::Normalizer2 *normalizer = nfc();
  return normalizer && normalizer->hasBoundaryBefore(static_cast<UChar32>(scalar));
}

cicu_status cicu_nfc_edits(const uint8_t *text, int32_t length, void *context, cicu_edit_visitor visit) {
  const icu::Normalizer2 *normalizer = nfc();
  if (!normalizer) return CICU_FAILURE;
  UErrorCode error = U_ZERO_ERROR;
  std::string changed;
  icu::StringByteSink<std::string> sink(&changed);
  icu::Edits edits;
  normalizer->normalizeUTF8(U_OMIT_UNCHANGED_TEXT, piece(text, length), sink, &edits, error);
  if (U_FAILURE(error)) return CICU_FAILURE;
  icu::Edits::Iterator change = edits.getFineChangesIterator();
  while (change.next(error)) {
    visit(context, change.sourceIndex(), change.sourceIndex() + change.oldLength(),
          reinterpret_cast<const uint8_t *>(changed.data()) + change.replacementIndex(), change.newLength());
  }
  return U_SUCCESS(error) ? CICU_OK : CICU_FAILURE;
}

int32_t cicu_nfd(uint32_t scalar, uint32_t *decomposition, int32_t capacity) {
  const icu::Normalizer2 *normalizer = nfc();
  icu::UnicodeString units;
  if (!normalizer || !normalizer->getDecomposition(static_cast<UChar32>(scalar), units)) return 0;
  int32_t count = 0;
  for (int32_t i = 0; i < units.length() && count < capacity; i = units.moveIndex32(i, 1)) {
    decomposition[count++] = static_cast<uint32_t>(units.char32At(i));
  }
  return count;
}
