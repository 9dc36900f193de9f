/* Splitting the text into words and writing lines of CSV. */
#include "words.h"

#define GROWTH_BYTES_MIN 65536u

/* A tight loop of its own: the count is needed before the first word is worked on. */
HOT uint32_t count_line_feeds(const uint8_t* from, uint32_t length) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < length; i++) count += from[i] == '\n';
  return count;
}

uint64_t count_words(const uint8_t* text, uint32_t length) {
  uint64_t count = length > 0 && text[length - 1] != '\n';
  for (uint32_t i = 0; i < length; i += 1024) {
    count += count_line_feeds(text + i, length - i < 1024 ? length - i : 1024);
  }
  return count;
}

int reserve_output(output_buffer* output, uint64_t bytes) {
  uint64_t needed = output->length + bytes;
  if (needed <= output->capacity) return 1;
  uint64_t growth = needed - output->capacity;
  if (growth < output->capacity) growth = output->capacity;
  if (growth < GROWTH_BYTES_MIN) growth = GROWTH_BYTES_MIN;
  growth = (growth + 15) & ~15ull;
  if (output->capacity + growth > 0x7fffffffu) return 0;
  uint8_t* more = allocate((uint32_t)growth);
  if (more == NULL) return 0;
  if (output->start == NULL) output->start = more;
  output->capacity += (uint32_t)growth;
  return 1;
}

void append_quoted(output_buffer* output, const uint8_t* word, uint32_t length) {
  append_byte(output, '"');
  for (uint32_t i = 0; i < length; i++) {
    if (word[i] == '"') append_byte(output, '"');
    append_byte(output, word[i]);
  }
  append_byte(output, '"');
}
