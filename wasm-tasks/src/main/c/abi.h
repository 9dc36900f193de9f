/* What every kernel shares: the native task ABI, fixed-width types, and bounded reading of the input. */
#ifndef PROCESSDISTRO_ABI_H
#define PROCESSDISTRO_ABI_H

#include <stddef.h>
#include <stdint.h>

#define EXPORT(name) __attribute__((export_name(#name)))

/*
 * Every loop lives in a small function that is called often. GraalWasm compiles function by function after a number of
 * calls, so a loop that clang inlines into a long-running caller would stay in the interpreter for that whole call.
 */
#define HOT __attribute__((noinline)) static
#define HOT_SHARED __attribute__((noinline))

/*
 * How often warmup calls each hot function: just above the 100 calls after which a node's engine compiles it. Until
 * then SIMD code is some 400 times slower, so that the data has to be tiny; and each branch should have been taken, since
 * compiled code that meets a new one is thrown away.
 */
#define WARMUP_ROUNDS 110u

/* Negative results of execute. The same numbers in all kernels. */
enum {
  ERROR_HEADER = -1, /* the header is malformed */
  ERROR_LENGTH = -2, /* the input's length is not the one that its header implies */
  ERROR_MEMORY = -3, /* the memory limit is reached */
  ERROR_VALUE = -4   /* a value that is well-formed but not supported */
};

/* The step between two states of splitmix64: 2^64 divided by the golden ratio. */
#define GOLDEN_GAMMA 0x9E3779B97F4A7C15ull

/* The finaliser of splitmix64: a bijection of 64 bits that scatters neighbouring states. */
static inline uint64_t splitmix64_mix(uint64_t state) {
  state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9ull;
  state = (state ^ (state >> 27)) * 0x94D049BB133111EBull;
  return state ^ (state >> 31);
}

/*
 * Copies a few bytes, one by one. For short copies of any length: clang would make memory.copy of memcpy or of a plain
 * loop, which for words of some 14 bytes is slower in GraalWasm. The empty statement keeps the loop a loop.
 */
static inline void copy_bytes(uint8_t* to, const uint8_t* from, uint32_t length) {
  for (uint32_t i = 0; i < length; i++) {
    to[i] = from[i];
    __asm__ volatile("" : : : "memory");
  }
}

/* Reads at any alignment; the caller has checked that the bytes are there. */
static inline uint32_t load_u32(const uint8_t* bytes) {
  uint32_t value;
  __builtin_memcpy(&value, bytes, sizeof value);
  return value;
}

static inline uint64_t load_u64(const uint8_t* bytes) {
  uint64_t value;
  __builtin_memcpy(&value, bytes, sizeof value);
  return value;
}

static inline double load_f64(const uint8_t* bytes) {
  double value;
  __builtin_memcpy(&value, bytes, sizeof value);
  return value;
}

/* The result of execute: where the output is and how long it is. */
static inline int64_t output_at(const void* start, uint32_t length) {
  return (int64_t)(((uint64_t)(uintptr_t)start << 32) | length);
}

/*
 * Takes size bytes (up to 2 GiB) of fresh, zeroed memory at a multiple of 16; null when the memory's maximum is reached.
 * Nothing is ever given back: an instance lives for one task. Also exported as alloc, for the host's input.
 */
void* allocate(uint32_t size);

#endif
