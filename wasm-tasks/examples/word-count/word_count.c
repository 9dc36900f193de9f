/*
 * Counts the words of a text in UTF-8. A word is a longest run of ASCII letters, digits and bytes above 127, ASCII letters
 * taken as small ones. The result has a line for each word, "word<TAB>count", in ascending order of the words' bytes.
 */
#include "processdistro.h"

/* An input is cut into about so many chunks, unless they would be shorter or longer than makes sense. */
#define CHUNKS_WANTED 64u
#define CHUNK_BYTES_MIN 512u
#define CHUNK_BYTES_MAX (1u << 20)

/* Words are looked up in runs of text of about this length: a call of some microseconds. */
#define RUN_BYTES 4096u

typedef struct {
  const uint8_t* bytes; /* in the input, perhaps with capitals; null: this place is free */
  uint32_t length;
  uint32_t hash;
  uint64_t count;
} word_count;

typedef struct {
  word_count* places;
  uint32_t capacity; /* a power of two, more than half of it free */
  uint32_t used;
} table;

static inline uint8_t small(uint8_t byte) { return byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte; }

static inline bool of_word(uint8_t byte) {
  uint8_t letter = small(byte);
  return (letter >= 'a' && letter <= 'z') || (byte >= '0' && byte <= '9') || byte >= 128;
}

static inline int compare(const word_count* left, const word_count* right) {
  uint32_t shorter = left->length < right->length ? left->length : right->length;
  for (uint32_t i = 0; i < shorter; i++) {
    int difference = small(left->bytes[i]) - small(right->bytes[i]);
    if (difference != 0) return difference;
  }
  return left->length < right->length ? -1 : left->length > right->length;
}

/* The place of a word, or the free one where it belongs. */
TASK_HOT word_count* place_of(const table* words, const word_count* word) {
  uint32_t index = word->hash & (words->capacity - 1);
  while (true) {
    word_count* place = &words->places[index];
    if (place->bytes == NULL) return place;
    if (place->hash == word->hash && compare(place, word) == 0) return place;
    index = (index + 1) & (words->capacity - 1);
  }
}

/* An input of a few words takes little memory, one of many doubles the table as it goes. */
TASK_HOT void make_room(table* words) {
  if (words->used * 2 < words->capacity) return;
  table larger = {NULL, words->capacity == 0 ? 256 : words->capacity * 2, words->used};
  larger.places = task_allocate(larger.capacity * (uint32_t)sizeof(word_count));
  for (uint32_t i = 0; i < words->capacity; i++) {
    const word_count* word = &words->places[i];
    if (word->bytes != NULL) *place_of(&larger, word) = *word;
  }
  *words = larger;
}

static void add(table* words, const word_count* word) {
  make_room(words);
  word_count* place = place_of(words, word);
  if (place->bytes != NULL) {
    place->count += word->count;
    return;
  }
  *place = *word;
  words->used++;
}

/* FNV-1a, of the word in small letters. */
static inline uint32_t hash_step(uint32_t hash, uint8_t byte) { return (hash ^ small(byte)) * 16777619u; }

/* Counts words from one place on, until RUN_BYTES are done and the word there has ended; gives where to go on. */
TASK_HOT uint32_t count_run(table* words, const uint8_t* text, uint32_t at, uint32_t length) {
  uint32_t stop = length - at > RUN_BYTES ? at + RUN_BYTES : length;
  while (at < stop) {
    while (at < length && !of_word(text[at])) at++;
    word_count word = {text + at, 0, 2166136261u, 1};
    while (at < length && of_word(text[at])) word.hash = hash_step(word.hash, text[at++]);
    word.length = (uint32_t)(text + at - word.bytes);
    if (word.length > 0) add(words, &word);
  }
  return at;
}

/* Adds the counts of a line of a result; gives where the next line is, or 0 if this is not a line of a result. */
TASK_HOT uint32_t add_line(table* words, const uint8_t* text, uint32_t at, uint32_t length) {
  word_count word = {text + at, 0, 2166136261u, 0};
  while (at < length && of_word(text[at])) word.hash = hash_step(word.hash, text[at++]);
  word.length = (uint32_t)(text + at - word.bytes);
  if (word.length == 0 || at == length || text[at++] != '\t') return 0;
  uint32_t digits = at;
  while (at < length && text[at] >= '0' && text[at] <= '9') word.count = word.count * 10 + (text[at++] - '0');
  if (at == digits || at == length || text[at++] != '\n') return 0;
  add(words, &word);
  return at;
}

/* One pass of a merge sort: neighbouring sorted runs of some width become sorted runs of twice that. */
TASK_HOT void merge_runs(const word_count* from, word_count* to, uint32_t left, uint32_t middle, uint32_t end) {
  uint32_t right = middle;
  for (uint32_t i = left, at = left; at < end; at++) {
    bool take_left = i < middle && (right == end || compare(&from[i], &from[right]) <= 0);
    to[at] = take_left ? from[i++] : from[right++];
  }
}

static const word_count* sorted(const table* words) {
  uint32_t bytes = words->used * (uint32_t)sizeof(word_count);
  word_count* from = task_allocate(bytes);
  word_count* to = task_allocate(bytes);
  uint32_t count = 0;
  for (uint32_t i = 0; i < words->capacity; i++) {
    if (words->places[i].bytes != NULL) from[count++] = words->places[i];
  }
  for (uint32_t width = 1; width < count; width *= 2) {
    for (uint32_t left = 0; left < count; left += 2 * width) {
      uint32_t middle = count - left > width ? left + width : count;
      uint32_t end = count - middle > width ? middle + width : count;
      merge_runs(from, to, left, middle, end);
    }
    word_count* swapped = from;
    from = to;
    to = swapped;
  }
  return from;
}

TASK_HOT void append_line(task_output* output, const word_count* word) {
  task_reserve(output, word->length);
  for (uint32_t i = 0; i < word->length; i++) output->bytes[output->length++] = small(word->bytes[i]);
  task_append_byte(output, '\t');
  task_append_decimal(output, word->count);
  task_append_byte(output, '\n');
}

static int64_t answer(const table* words) {
  task_output output = {0};
  const word_count* list = sorted(words);
  for (uint32_t i = 0; i < words->used; i++) append_line(&output, &list[i]);
  return task_result(&output);
}

/* Cuts between words, never inside of one. */
TASK_EXPORT(split) int64_t split(const uint8_t* input, uint32_t length) {
  uint32_t chunk_bytes = length / CHUNKS_WANTED;
  if (chunk_bytes < CHUNK_BYTES_MIN) chunk_bytes = CHUNK_BYTES_MIN;
  if (chunk_bytes > CHUNK_BYTES_MAX) chunk_bytes = CHUNK_BYTES_MAX;
  task_output list = {0};
  task_reserve(&list, length + length / 64 + 64); /* so that it hardly ever has to move */
  task_chunks_begin(&list);
  for (uint32_t start = 0; start < length;) {
    uint32_t end = length - start > chunk_bytes ? start + chunk_bytes : length;
    while (end < length && of_word(input[end]) && of_word(input[end - 1])) end++;
    task_chunks_add(&list, input + start, end - start);
    start = end;
  }
  return task_result(&list);
}

TASK_EXPORT(execute) int64_t execute(const uint8_t* input, uint32_t length) {
  table words = {0};
  for (uint32_t at = 0; at < length;) at = count_run(&words, input, at, length);
  return answer(&words);
}

/* Its inputs are results of execute or of itself: the same format. */
TASK_EXPORT(merge) int64_t merge(const uint8_t* input, uint32_t length) {
  table words = {0};
  task_chunks chunks = task_chunks_of(input, length);
  const uint8_t* chunk;
  uint32_t chunk_length;
  while (task_chunks_next(&chunks, &chunk, &chunk_length)) {
    for (uint32_t at = 0; at < chunk_length;) {
      at = add_line(&words, chunk, at, chunk_length);
      if (at == 0) return TASK_ERROR_INPUT;
    }
  }
  return answer(&words);
}
