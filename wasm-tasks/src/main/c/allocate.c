/* The bump allocator behind alloc. */
#include "abi.h"

#define PAGE_BYTES 65536u

extern uint8_t __heap_base; /* placed by the linker at the end of stack and static data */

static uint64_t used_end; /* 0 until the first call */

void* allocate(uint32_t size) {
  if (size > 0x7fffffffu) return NULL;
  uint64_t start = used_end != 0 ? used_end : (uint64_t)(uintptr_t)&__heap_base;
  start = (start + 15u) & ~(uint64_t)15u;
  uint64_t end = start + size;
  uint64_t have = (uint64_t)__builtin_wasm_memory_size(0) * PAGE_BYTES;
  if (end > have) {
    size_t pages = (size_t)((end - have + PAGE_BYTES - 1) / PAGE_BYTES);
    if (__builtin_wasm_memory_grow(0, pages) == (size_t)-1) return NULL;
  }
  used_end = end;
  return (void*)(uintptr_t)start;
}

EXPORT(alloc) void* alloc(uint32_t size) { return allocate(size); }
