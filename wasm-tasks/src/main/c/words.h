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

/* Moves to the next line's word. False at the end of the text. */
int next_word(word_reader* reader);

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

/* These append without a check: room has been reserved. */
void append_field(output_buffer* output, const uint8_t* word, uint32_t length);
void append_hex(output_buffer* output, const uint8_t* bytes, uint32_t count);

static inline void append_byte(output_buffer* output, uint8_t byte) { output->start[output->length++] = byte; }

#endif
