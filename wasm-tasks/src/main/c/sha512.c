/* SHA-512: as SHA-256, with words of 64 bits and 80 rounds. */
#include <wasm_simd128.h>

#include "sha2.h"
#include "sha2_constants.h"

#define BLOCK_BYTES 128u
#define LENGTH_BYTES 16u

static uint64_t state[8];
static uint64_t schedule[80] __attribute__((aligned(16)));
static uint8_t last_block[BLOCK_BYTES] __attribute__((aligned(16)));

static inline uint64_t rotate(uint64_t value, uint64_t bits) { return __builtin_rotateright64(value, bits); }
static inline uint64_t small_sigma0(uint64_t x) { return rotate(x, 1) ^ rotate(x, 8) ^ (x >> 7); }
static inline uint64_t small_sigma1(uint64_t x) { return rotate(x, 19) ^ rotate(x, 61) ^ (x >> 6); }
static inline uint64_t big_sigma0(uint64_t x) { return rotate(x, 28) ^ rotate(x, 34) ^ rotate(x, 39); }
static inline uint64_t big_sigma1(uint64_t x) { return rotate(x, 14) ^ rotate(x, 18) ^ rotate(x, 41); }

/* One round with the roles of the variables as given; eight in a row bring them back to their places. */
#define ROUND(a, b, c, d, e, f, g, h, i)                                                                    \
  do {                                                                                                      \
    uint64_t t = h + big_sigma1(e) + (g ^ (e & (f ^ g))) + SHA512_ROUND[i] + schedule[i];                   \
    d += t;                                                                                                 \
    h = t + big_sigma0(a) + ((a & b) | (c & (a | b)));                                                      \
  } while (0)

/* The block's 16 words, turned from big endian. */
static inline void load_schedule(const uint8_t* block) {
  for (uint32_t i = 0; i < 16; i += 2) {
    v128_t words = wasm_v128_load(block + 8 * i);
    words = wasm_i8x16_shuffle(words, words, 7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8);
    wasm_v128_store(schedule + i, words);
  }
}

static inline void expand_schedule(void) {
  for (uint32_t i = 16; i < 80; i++) {
    schedule[i] = schedule[i - 16] + small_sigma0(schedule[i - 15]) + schedule[i - 7] + small_sigma1(schedule[i - 2]);
  }
}

static inline void run_rounds(void) {
  uint64_t a = state[0], b = state[1], c = state[2], d = state[3];
  uint64_t e = state[4], f = state[5], g = state[6], h = state[7];
#pragma clang loop unroll(disable)
  for (uint32_t i = 0; i < 80; i += 8) {
    ROUND(a, b, c, d, e, f, g, h, i);
    ROUND(h, a, b, c, d, e, f, g, i + 1);
    ROUND(g, h, a, b, c, d, e, f, i + 2);
    ROUND(f, g, h, a, b, c, d, e, i + 3);
    ROUND(e, f, g, h, a, b, c, d, i + 4);
    ROUND(d, e, f, g, h, a, b, c, i + 5);
    ROUND(c, d, e, f, g, h, a, b, i + 6);
    ROUND(b, c, d, e, f, g, h, a, i + 7);
  }
  state[0] += a, state[1] += b, state[2] += c, state[3] += d;
  state[4] += e, state[5] += f, state[6] += g, state[7] += h;
}

HOT void compress(const uint8_t* block) {
  load_schedule(block);
  expand_schedule();
  run_rounds();
}

static inline void store_digest(uint8_t* digest) {
  for (uint32_t i = 0; i < 8; i++) {
    uint64_t word = __builtin_bswap64(state[i]);
    __builtin_memcpy(digest + 8 * i, &word, 8);
  }
}

HOT_SHARED void sha512(const uint8_t* message, uint32_t length, uint8_t* digest) {
  __builtin_memcpy(state, SHA512_INITIAL, sizeof state);
  uint32_t rest = length;
  for (; rest >= BLOCK_BYTES; rest -= BLOCK_BYTES) {
    compress(message);
    message += BLOCK_BYTES;
  }
  __builtin_memset(last_block, 0, BLOCK_BYTES);
  __builtin_memcpy(last_block, message, rest);
  last_block[rest] = 0x80;
  if (rest >= BLOCK_BYTES - LENGTH_BYTES) {
    compress(last_block);
    __builtin_memset(last_block, 0, BLOCK_BYTES);
  }
  uint64_t bits = __builtin_bswap64((uint64_t)length * 8);
  __builtin_memcpy(last_block + BLOCK_BYTES - 8, &bits, 8);
  compress(last_block);
  store_digest(digest);
}
