/* The bump allocator behind alloc. */
#include "abi.h"

#define PAGE_BYTES 65536u
#define ADVANCE_BYTES (4u << 20)
#define ALIGNMENT 16u

extern uint8_t __heap_base; /* placed by the linker at the end of stack and static data */

static uint64_t used_end; /* 0 until the first call */

static int grow_to(uint64_t end) {
  uint64_t have = (uint64_t)__builtin_wasm_memory_size(0) * PAGE_BYTES;
  if (end <= have) return 1;
  return __builtin_wasm_memory_grow(0, (size_t)((end - have + PAGE_BYTES - 1) / PAGE_BYTES)) != (size_t)-1;
}

void* allocate(uint32_t size) {
  if (size > 0x7fffffffu) return NULL;
  uint64_t start = used_end != 0 ? used_end : (uint64_t)(uintptr_t)&__heap_base;
  start = (start + ALIGNMENT - 1) & ~(uint64_t)(ALIGNMENT - 1);
  if (!grow_to(start + size)) return NULL;
  used_end = start + size;
  return (void*)(uintptr_t)start;
}

/*
 * Room for the input. Growing copies the whole memory in some engines, so small inputs use what is there, and where memory
 * has to grow, some more is taken for what follows: half as much again, of large inputs a quarter.
 */
static uint64_t advance_for(uint32_t size) {
  if (size / 2 <= ADVANCE_BYTES) return size / 2;
  return size / 4 > ADVANCE_BYTES ? size / 4 : ADVANCE_BYTES;
}

EXPORT(alloc) void* alloc(uint32_t size) {
  uint64_t before = used_end != 0 ? used_end : (uint64_t)(uintptr_t)&__heap_base;
  uint64_t have = (uint64_t)__builtin_wasm_memory_size(0) * PAGE_BYTES;
  if (before + size + ALIGNMENT > have) grow_to(before + size + advance_for(size) + PAGE_BYTES);
  return allocate(size);
}
