/* Words of a text (one per line) and lines of CSV. */
#ifndef PROCESSDISTRO_WORDS_H
#define PROCESSDISTRO_WORDS_H

#include "abi.h"

typedef struct {
  const uint8_t* next; /* start of the next line */
  const uint8_t* end;  /* of the text */
  const uint8_t* word; /* the current word, without its line end */
  uint32_t word_length;
} word_reader;

/* Moves to the next line's word. False at the end of the text. Inline, as all that is done for every word. */
static inline int next_word(word_reader* reader) {
  if (reader->next >= reader->end) return 0;
  const uint8_t* stop = reader->next;
  while (stop < reader->end && *stop != '\n') stop++;
  reader->word = reader->next;
  reader->word_length = (uint32_t)(stop - reader->next);
  if (reader->word_length > 0 && stop[-1] == '\r') reader->word_length--;
  reader->next = stop + 1;
  return 1;
}

/* How many words the text has; an empty text has none. */
uint64_t count_words(const uint8_t* text, uint32_t length);

/* Output that grows at the end of the memory: nothing else may be allocated meanwhile. */
typedef struct {
  uint8_t* start;
  uint32_t length;
  uint32_t capacity;
} output_buffer;

/* Makes room for bytes more. False when memory is short. */
int reserve_output(output_buffer* output, uint64_t bytes);

/* Most bytes that append_field writes for a word. */
static inline uint64_t field_bytes_max(uint32_t word_length) { return 2ull * word_length + 2; }

static inline void append_byte(output_buffer* output, uint8_t byte) { output->start[output->length++] = byte; }

/* Appends a field in quotes, its own quotes doubled (RFC 4180). */
HOT_SHARED void append_quoted(output_buffer* output, const uint8_t* word, uint32_t length);

/* Whether a field must stand in quotes. */
static inline int needs_quotes(const uint8_t* word, uint32_t length) {
  int found = 0;
  for (uint32_t i = 0; i < length; i++) {
    uint8_t byte = word[i];
    found |= (byte == '"') | (byte == ',') | (byte == '\r') | (byte == '\n');
  }
  return found;
}

/* Appends a field of CSV; there is room for field_bytes_max. */
static inline void append_field(output_buffer* output, const uint8_t* word, uint32_t length) {
  if (needs_quotes(word, length)) {
    append_quoted(output, word, length);
  } else {
    copy_bytes(output->start + output->length, word, length);
    output->length += length;
  }
}

/* Appends bytes in lower-case hexadecimal; there is room for twice as many. */
static inline void append_hex(output_buffer* output, const uint8_t* bytes, uint32_t count) {
  uint8_t* text = output->start + output->length;
  for (uint32_t i = 0; i < count; i += 4) {
    uint64_t spread = load_u32(bytes + i); /* each half byte into a byte of its own, the upper half first */
    spread = (spread | spread << 16) & 0x0000ffff0000ffffull;
    spread = (spread | spread << 8) & 0x00ff00ff00ff00ffull;
    spread = ((spread >> 4) | (spread << 8)) & 0x0f0f0f0f0f0f0f0full;
    uint64_t letters = ((spread + 0x0606060606060606ull) >> 4) & 0x0101010101010101ull; /* 1 where the digit is a to f */
    spread += 0x3030303030303030ull + letters * ('a' - '0' - 10);
    __builtin_memcpy(text + 2 * i, &spread, 8);
  }
  output->length += 2 * count;
}

#endif
