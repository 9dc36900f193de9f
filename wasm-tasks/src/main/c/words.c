/* Splitting the text into words and writing lines of CSV. */
#include "words.h"

#define GROWTH_BYTES_MIN 65536u

HOT_SHARED int next_word(word_reader* reader) {
  if (reader->next >= reader->end) return 0;
  const uint8_t* stop = reader->next;
  while (stop < reader->end && *stop != '\n') stop++;
  reader->word = reader->next;
  reader->word_length = (uint32_t)(stop - reader->next);
  if (reader->word_length > 0 && stop[-1] == '\r') reader->word_length--;
  reader->next = stop + 1;
  return 1;
}

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

/* Whether a field must stand in quotes (RFC 4180). */
static inline int needs_quotes(const uint8_t* word, uint32_t length) {
  int found = 0;
  for (uint32_t i = 0; i < length; i++) {
    uint8_t byte = word[i];
    found |= (byte == '"') | (byte == ',') | (byte == '\r') | (byte == '\n');
  }
  return found;
}

HOT void append_quoted(output_buffer* output, const uint8_t* word, uint32_t length) {
  append_byte(output, '"');
  for (uint32_t i = 0; i < length; i++) {
    if (word[i] == '"') append_byte(output, '"');
    append_byte(output, word[i]);
  }
  append_byte(output, '"');
}

HOT_SHARED void append_field(output_buffer* output, const uint8_t* word, uint32_t length) {
  if (needs_quotes(word, length)) {
    append_quoted(output, word, length);
  } else {
    __builtin_memcpy(output->start + output->length, word, length);
    output->length += length;
  }
}

HOT_SHARED void append_hex(output_buffer* output, const uint8_t* bytes, uint32_t count) {
  uint8_t* text = output->start + output->length;
  for (uint32_t i = 0; i < count; i++) {
    uint32_t high = bytes[i] >> 4, low = bytes[i] & 15;
    text[2 * i] = (uint8_t)(high + (high < 10 ? '0' : 'a' - 10));
    text[2 * i + 1] = (uint8_t)(low + (low < 10 ? '0' : 'a' - 10));
  }
  output->length += 2 * count;
}
