/* SHA-256. The message's last blocks are built in a buffer; all others are read where they are. */
#include "sha2.h"
#include "sha2_constants.h"

#define BLOCK_BYTES 64u
#define LENGTH_BYTES 8u

static uint32_t state[8];
static uint8_t last_block[BLOCK_BYTES] __attribute__((aligned(16)));

static inline uint32_t rotate(uint32_t value, uint32_t bits) { return __builtin_rotateright32(value, bits); }
static inline uint32_t small_sigma0(uint32_t x) { return rotate(x, 7) ^ rotate(x, 18) ^ (x >> 3); }
static inline uint32_t small_sigma1(uint32_t x) { return rotate(x, 17) ^ rotate(x, 19) ^ (x >> 10); }
static inline uint32_t big_sigma0(uint32_t x) { return rotate(x, 2) ^ rotate(x, 13) ^ rotate(x, 22); }
static inline uint32_t big_sigma1(uint32_t x) { return rotate(x, 6) ^ rotate(x, 11) ^ rotate(x, 25); }

static inline uint32_t big_endian(const uint8_t* bytes) { return __builtin_bswap32(load_u32(bytes)); }

#define ROUND_CONSTANTS SHA256_ROUND
#include "sha2_rounds.h"

HOT void compress(const uint8_t* block) {
  uint32_t w0 = big_endian(block + 0), w1 = big_endian(block + 4);
  uint32_t w2 = big_endian(block + 8), w3 = big_endian(block + 12);
  uint32_t w4 = big_endian(block + 16), w5 = big_endian(block + 20);
  uint32_t w6 = big_endian(block + 24), w7 = big_endian(block + 28);
  uint32_t w8 = big_endian(block + 32), w9 = big_endian(block + 36);
  uint32_t w10 = big_endian(block + 40), w11 = big_endian(block + 44);
  uint32_t w12 = big_endian(block + 48), w13 = big_endian(block + 52);
  uint32_t w14 = big_endian(block + 56), w15 = big_endian(block + 60);
  uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
  uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
  RUN_64_ROUNDS();
  state[0] += a, state[1] += b, state[2] += c, state[3] += d;
  state[4] += e, state[5] += f, state[6] += g, state[7] += h;
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
