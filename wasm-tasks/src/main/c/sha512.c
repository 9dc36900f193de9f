/* SHA-512: as SHA-256, with words of 64 bits and 80 rounds. */
#include "sha2.h"
#include "sha2_constants.h"

#define BLOCK_BYTES 128u
#define LENGTH_BYTES 16u

static uint64_t state[8];
static uint8_t last_block[BLOCK_BYTES] __attribute__((aligned(16)));

static inline uint64_t rotate(uint64_t value, uint64_t bits) { return __builtin_rotateright64(value, bits); }
static inline uint64_t small_sigma0(uint64_t x) { return rotate(x, 1) ^ rotate(x, 8) ^ (x >> 7); }
static inline uint64_t small_sigma1(uint64_t x) { return rotate(x, 19) ^ rotate(x, 61) ^ (x >> 6); }
static inline uint64_t big_sigma0(uint64_t x) { return rotate(x, 28) ^ rotate(x, 34) ^ rotate(x, 39); }
static inline uint64_t big_sigma1(uint64_t x) { return rotate(x, 14) ^ rotate(x, 18) ^ rotate(x, 41); }

static inline uint64_t big_endian(const uint8_t* bytes) { return __builtin_bswap64(load_u64(bytes)); }

#define ROUND_CONSTANTS SHA512_ROUND
#include "sha2_rounds.h"

HOT void compress(const uint8_t* block) {
  uint64_t w0 = big_endian(block + 0), w1 = big_endian(block + 8);
  uint64_t w2 = big_endian(block + 16), w3 = big_endian(block + 24);
  uint64_t w4 = big_endian(block + 32), w5 = big_endian(block + 40);
  uint64_t w6 = big_endian(block + 48), w7 = big_endian(block + 56);
  uint64_t w8 = big_endian(block + 64), w9 = big_endian(block + 72);
  uint64_t w10 = big_endian(block + 80), w11 = big_endian(block + 88);
  uint64_t w12 = big_endian(block + 96), w13 = big_endian(block + 104);
  uint64_t w14 = big_endian(block + 112), w15 = big_endian(block + 120);
  uint64_t a = state[0], b = state[1], c = state[2], d = state[3];
  uint64_t e = state[4], f = state[5], g = state[6], h = state[7];
  RUN_80_ROUNDS();
  state[0] += a, state[1] += b, state[2] += c, state[3] += d;
  state[4] += e, state[5] += f, state[6] += g, state[7] += h;
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
  copy_bytes(last_block, message, rest);
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
