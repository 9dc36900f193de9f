/* Adds up the whole numbers of a text, one in each line. A first task to change into your own. */
#include "processdistro.h"

/* Chunks are cut at the first end of a line after so many bytes. */
#define CHUNK_BYTES 65536u

/* The sum of the numbers in some lines; a line that is not a number makes *valid false. */
TASK_HOT int64_t sum_of_lines(const uint8_t* text, uint32_t length, bool* valid) {
  int64_t sum = 0;
  uint32_t at = 0;
  while (at < length) {
    bool negative = text[at] == '-';
    if (negative) at++;
    int64_t number = 0;
    uint32_t digits = 0;
    while (at < length && text[at] >= '0' && text[at] <= '9') {
      number = number * 10 + (text[at] - '0');
      at++;
      digits++;
    }
    if (at < length && text[at] == '\r') at++;
    if (digits == 0 || digits > 15 || (at < length && text[at] != '\n')) *valid = false;
    if (!*valid) return 0;
    at++;
    sum += negative ? -number : number;
  }
  return sum;
}

static int64_t answer(int64_t sum) {
  task_output output = {0};
  if (sum < 0) task_append_byte(&output, '-');
  task_append_decimal(&output, sum < 0 ? 0 - (uint64_t)sum : (uint64_t)sum);
  task_append_byte(&output, '\n');
  return task_result(&output);
}

/* Input: all of the text. Output: a list of chunks; each becomes the input of one execute. */
TASK_EXPORT(split) int64_t split(const uint8_t* input, uint32_t length) {
  task_output list = {0};
  task_chunks_begin(&list);
  uint32_t start = 0;
  while (start < length) {
    uint32_t end = length - start > CHUNK_BYTES ? start + CHUNK_BYTES : length;
    while (end < length && input[end - 1] != '\n') end++;
    task_chunks_add(&list, input + start, end - start);
    start = end;
  }
  return task_result(&list);
}

/* Input: one chunk. Output: its sum. */
TASK_EXPORT(execute) int64_t execute(const uint8_t* input, uint32_t length) {
  bool valid = true;
  int64_t sum = sum_of_lines(input, length, &valid);
  return valid ? answer(sum) : TASK_ERROR_INPUT;
}

/* Input: a list of outputs of execute, or of merge when there are many. Output: their sum. */
TASK_EXPORT(merge) int64_t merge(const uint8_t* input, uint32_t length) {
  task_chunks chunks = task_chunks_of(input, length);
  const uint8_t* chunk;
  uint32_t chunk_length;
  bool valid = true;
  int64_t sum = 0;
  while (task_chunks_next(&chunks, &chunk, &chunk_length)) sum += sum_of_lines(chunk, chunk_length, &valid);
  return valid ? answer(sum) : TASK_ERROR_INPUT;
}
