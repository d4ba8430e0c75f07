// ICU's own normaliser over a text, for comparison: seconds of processor time per pass, one line a task.
// usage: icu-normalizer FILE ROUNDS
//
// quick-check-16 and nfc-16 are the functions of C, on UTF-16 that is ready; quick-check-8 and nfc-8 those on UTF-8.
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include <unicode/bytestream.h>
#include <unicode/edits.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/unistr.h>
#include <unicode/unorm2.h>

template <typename Task> static void measure(const char *name, int rounds, Task task) {
  for (int round = 0; round < rounds; round++) {
    std::clock_t start = std::clock();
    long result = task();
    std::printf("%s %.6f %ld\n", name, double(std::clock() - start) / CLOCKS_PER_SEC, result);
  }
}

int main(int count, char **arguments) {
  if (count != 3) return 2;
  std::string text;
  std::FILE *file = std::fopen(arguments[1], "rb");
  if (!file) return 3;
  char buffer[65536];
  for (size_t read; (read = std::fread(buffer, 1, sizeof buffer, file)) > 0;) text.append(buffer, read);
  std::fclose(file);
  const int rounds = std::atoi(arguments[2]);

  UErrorCode error = U_ZERO_ERROR;
  const UNormalizer2 *form = unorm2_getNFCInstance(&error);
  const icu::Normalizer2 *form8 = icu::Normalizer2::getNFCInstance(error);
  if (U_FAILURE(error)) return 3;
  icu::UnicodeString units = icu::UnicodeString::fromUTF8(text);
  std::vector<UChar> target(units.length() * 2 + 16);

  measure("quick-check-16", rounds, [&] {
    return long(unorm2_quickCheck(form, units.getBuffer(), units.length(), &error));
  });
  measure("quick-check-8", rounds, [&] { return long(form8->isNormalizedUTF8(text, error)); });
  measure("nfc-16", rounds, [&] {
    return long(unorm2_normalize(form, units.getBuffer(), units.length(), target.data(), int32_t(target.size()),
                                 &error));
  });
  measure("nfc-8", rounds, [&] {
    std::string changed;
    icu::StringByteSink<std::string> sink(&changed);
    icu::Edits edits;
    form8->normalizeUTF8(0, text, sink, &edits, error);
    return long(changed.size());
  });
  return U_FAILURE(error) ? 3 : 0;
}
