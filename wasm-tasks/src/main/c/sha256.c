/* SHA-256. The message's last blocks are built in a buffer; all others are read where they are. */
#include <wasm_simd128.h>

#include "sha2.h"
#include "sha2_constants.h"

#define BLOCK_BYTES 64u
#define LENGTH_BYTES 8u

static uint32_t state[8];
static uint32_t schedule[64] __attribute__((aligned(16)));
static uint8_t last_block[BLOCK_BYTES] __attribute__((aligned(16)));

static inline uint32_t rotate(uint32_t value, uint32_t bits) { return __builtin_rotateright32(value, bits); }
static inline uint32_t small_sigma0(uint32_t x) { return rotate(x, 7) ^ rotate(x, 18) ^ (x >> 3); }
static inline uint32_t small_sigma1(uint32_t x) { return rotate(x, 17) ^ rotate(x, 19) ^ (x >> 10); }
static inline uint32_t big_sigma0(uint32_t x) { return rotate(x, 2) ^ rotate(x, 13) ^ rotate(x, 22); }
static inline uint32_t big_sigma1(uint32_t x) { return rotate(x, 6) ^ rotate(x, 11) ^ rotate(x, 25); }

/* One round with the roles of the variables as given; eight in a row bring them back to their places. */
#define ROUND(a, b, c, d, e, f, g, h, i)                                                                    \
  do {                                                                                                      \
    uint32_t t = h + big_sigma1(e) + (g ^ (e & (f ^ g))) + SHA256_ROUND[i] + schedule[i];                   \
    d += t;                                                                                                 \
    h = t + big_sigma0(a) + ((a & b) | (c & (a | b)));                                                      \
  } while (0)

/* The block's 16 words, turned from big endian. */
static inline void load_schedule(const uint8_t* block) {
  for (uint32_t i = 0; i < 16; i += 4) {
    v128_t words = wasm_v128_load(block + 4 * i);
    words = wasm_i8x16_shuffle(words, words, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
    wasm_v128_store(schedule + i, words);
  }
}

static inline void expand_schedule(void) {
  for (uint32_t i = 16; i < 64; i++) {
    schedule[i] = schedule[i - 16] + small_sigma0(schedule[i - 15]) + schedule[i - 7] + small_sigma1(schedule[i - 2]);
  }
}

static inline void run_rounds(void) {
  uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
  uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
#pragma clang loop unroll(disable)
  for (uint32_t i = 0; i < 64; i += 8) {
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
    uint32_t word = __builtin_bswap32(state[i]);
    __builtin_memcpy(digest + 4 * i, &word, 4);
  }
}

HOT_SHARED void sha256(const uint8_t* message, uint32_t length, uint8_t* digest) {
  __builtin_memcpy(state, SHA256_INITIAL, sizeof state);
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
