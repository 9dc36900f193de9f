/*
 * ProcessDistro task kit for C: everything that a native task needs, in one header and without a C library.
 *
 * Include it in exactly one source file of a module: it defines the export alloc. Define execute, and if you like split
 * and merge, with TASK_EXPORT:
 *
 *   TASK_EXPORT(execute) int64_t execute(const uint8_t* input, uint32_t length) {
 *     task_output output = {0};
 *     task_append(&output, input, length);
 *     return task_result(&output);
 *   }
 *
 * A new instance runs each call of split, execute or merge, so memory is only ever taken and never given back. When there
 * is no more, the task ends as one that has reached its memory limit.
 *
 * MIT licence, as all of ProcessDistro.
 */
#ifndef PROCESSDISTRO_H
#define PROCESSDISTRO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TASK_EXPORT(name) __attribute__((export_name(#name)))

/*
 * For functions with a hot loop. Nodes compile function by function, after some calls; a loop that is inlined into a
 * function that is called once stays slow for the whole of that call. Give such a function a piece of the work that takes
 * micro- to milliseconds, and call it often.
 */
#define TASK_HOT __attribute__((noinline)) static

/* Kit functions that a task does not use are no reason for a warning. */
#define TASK_KIT __attribute__((unused)) static

/* What split, execute and merge may answer when they cannot do their work: any negative number, shown to the user. */
#define TASK_ERROR_INPUT ((int64_t)-1)

/* ---- memory ---- */

extern uint8_t __heap_base; /* the linker's: where stack and static data end */
static uint64_t task_memory_used_end;

/* Fresh, zeroed memory at a multiple of 16, or null when the memory limit is reached. */
TASK_KIT void* task_try_allocate(uint32_t bytes) {
  const uint32_t page_bytes = 65536;
  uint64_t start = task_memory_used_end != 0 ? task_memory_used_end : (uint64_t)(uintptr_t)&__heap_base;
  start = (start + 15) & ~(uint64_t)15;
  uint64_t end = start + bytes;
  uint64_t have = (uint64_t)__builtin_wasm_memory_size(0) * page_bytes;
  if (end > UINT32_MAX) return NULL;
  if (end > have) {
    size_t more_pages = (size_t)((end - have + page_bytes - 1) / page_bytes);
    if (__builtin_wasm_memory_grow(0, more_pages) == (size_t)-1) return NULL;
  }
  task_memory_used_end = end;
  return (void*)(uintptr_t)start;
}

/* As task_try_allocate, but ends the task when there is no memory. */
TASK_KIT void* task_allocate(uint32_t bytes) {
  void* start = task_try_allocate(bytes);
  if (start == NULL) __builtin_trap();
  return start;
}

/* Called by the node: where it may put the input. */
TASK_EXPORT(alloc) void* alloc(uint32_t bytes) { return task_try_allocate(bytes); }

/* ---- output ---- */

/* Bytes that grow at their end. Begin with {0}. */
typedef struct {
  uint8_t* bytes;
  uint32_t length;
  uint32_t capacity;
} task_output;

/* Makes room for at least so many bytes more. */
TASK_KIT void task_reserve(task_output* output, uint32_t more) {
  uint64_t needed = (uint64_t)output->length + more;
  if (needed <= output->capacity) return;
  uint64_t capacity = needed < 4096 ? 4096 : needed + needed / 2;
  if (capacity > UINT32_MAX) capacity = needed;
  if (capacity > UINT32_MAX) __builtin_trap();
  uint8_t* bytes = task_allocate((uint32_t)capacity);
  if (output->length > 0) __builtin_memcpy(bytes, output->bytes, output->length);
  output->bytes = bytes;
  output->capacity = (uint32_t)capacity;
}

TASK_KIT void task_append(task_output* output, const void* bytes, uint32_t length) {
  if (length == 0) return;
  task_reserve(output, length);
  __builtin_memcpy(output->bytes + output->length, bytes, length);
  output->length += length;
}

TASK_KIT void task_append_byte(task_output* output, uint8_t byte) { task_append(output, &byte, 1); }

/* Four bytes, the lowest first. */
TASK_KIT void task_append_u32(task_output* output, uint32_t value) { task_append(output, &value, sizeof value); }

/* A number as people write it. */
TASK_KIT void task_append_decimal(task_output* output, uint64_t value) {
  uint8_t digits[20];
  uint32_t first = sizeof digits;
  do {
    digits[--first] = (uint8_t)('0' + value % 10);
    value /= 10;
  } while (value > 0);
  task_append(output, digits + first, (uint32_t)sizeof digits - first);
}

/* What to return from split, execute and merge. */
TASK_KIT int64_t task_result(const task_output* output) {
  return (int64_t)(((uint64_t)(uintptr_t)output->bytes << 32) | output->length);
}

/* ---- chunk lists: what split returns and merge receives ---- */

/* Begin a list; it is empty. */
TASK_KIT void task_chunks_begin(task_output* list) {
  list->length = 0;
  task_append_u32(list, 0);
}

/* Adds a chunk to a list that was begun. */
TASK_KIT void task_chunks_add(task_output* list, const void* bytes, uint32_t length) {
  uint32_t count;
  __builtin_memcpy(&count, list->bytes, sizeof count);
  count++;
  __builtin_memcpy(list->bytes, &count, sizeof count);
  task_append_u32(list, length);
  task_append(list, bytes, length);
}

/* A walk over a list. */
typedef struct {
  const uint8_t* next;
  const uint8_t* end;
  uint32_t remaining;
} task_chunks;

/* The beginning of a walk. */
TASK_KIT task_chunks task_chunks_of(const uint8_t* input, uint32_t length) {
  task_chunks chunks = {input, input + length, 0};
  if (length < sizeof chunks.remaining) return chunks;
  __builtin_memcpy(&chunks.remaining, input, sizeof chunks.remaining);
  chunks.next += sizeof chunks.remaining;
  return chunks;
}

/* Gives the next chunk, which lies inside of the list; false at the end. A list that breaks off ends the task. */
TASK_KIT bool task_chunks_next(task_chunks* chunks, const uint8_t** bytes, uint32_t* length) {
  if (chunks->remaining == 0) return false;
  if ((uint32_t)(chunks->end - chunks->next) < sizeof *length) __builtin_trap();
  __builtin_memcpy(length, chunks->next, sizeof *length);
  chunks->next += sizeof *length;
  if (*length > (uint32_t)(chunks->end - chunks->next)) __builtin_trap();
  *bytes = chunks->next;
  chunks->next += *length;
  chunks->remaining--;
  return true;
}

#endif
