/*
 * Blowfish. The state is static data, so that every address is a constant plus an index. The key schedule encrypts a
 * chain of blocks and stores each over the state; the boxes' part of it takes nearly all the time.
 */
#include "blowfish.h"

#include "blowfish_pi.h"

#define BOX_ENTRIES 256u
#define BOXES_ENTRIES 1024u
#define ENTRIES_PER_CALL 128u

static uint32_t subkeys[SUBKEYS];
static uint32_t boxes[BOXES_ENTRIES];

static inline uint32_t feistel(uint32_t half) {
  uint32_t sum = boxes[half >> 24] + boxes[BOX_ENTRIES + ((half >> 16) & 0xff)];
  return (sum ^ boxes[2 * BOX_ENTRIES + ((half >> 8) & 0xff)]) + boxes[3 * BOX_ENTRIES + (half & 0xff)];
}

#define TWO_ROUNDS(left, right, odd, even) \
  do {                                     \
    right ^= feistel(left) ^ (odd);        \
    left ^= feistel(right) ^ (even);       \
  } while (0)

/* The 16 rounds with the subkeys where they lie; halves as left in the upper 32 bits. */
HOT uint64_t encrypt_halves(uint64_t halves) {
  uint32_t left = (uint32_t)(halves >> 32) ^ subkeys[0], right = (uint32_t)halves;
  for (uint32_t i = 1; i < 17; i += 2) TWO_ROUNDS(left, right, subkeys[i], subkeys[i + 1]);
  return (uint64_t)(right ^ subkeys[17]) << 32 | left;
}

/* Fills boxes [from, to), pairwise, with a chain of encryptions; the subkeys do not change meanwhile. */
HOT uint64_t fill_boxes(uint64_t halves, uint32_t from, uint32_t to) {
  uint32_t left = (uint32_t)(halves >> 32), right = (uint32_t)halves;
  for (uint32_t i = from; i < to; i += 2) {
    left ^= subkeys[0];
    TWO_ROUNDS(left, right, subkeys[1], subkeys[2]);
    TWO_ROUNDS(left, right, subkeys[3], subkeys[4]);
    TWO_ROUNDS(left, right, subkeys[5], subkeys[6]);
    TWO_ROUNDS(left, right, subkeys[7], subkeys[8]);
    TWO_ROUNDS(left, right, subkeys[9], subkeys[10]);
    TWO_ROUNDS(left, right, subkeys[11], subkeys[12]);
    TWO_ROUNDS(left, right, subkeys[13], subkeys[14]);
    TWO_ROUNDS(left, right, subkeys[15], subkeys[16]);
    uint32_t swapped = right ^ subkeys[17];
    right = left;
    left = swapped;
    boxes[i] = left;
    boxes[i + 1] = right;
  }
  return (uint64_t)left << 32 | right;
}

HOT uint64_t fill_subkeys(void) {
  uint64_t halves = 0;
  for (uint32_t i = 0; i < SUBKEYS; i += 2) {
    halves = encrypt_halves(halves);
    subkeys[i] = (uint32_t)(halves >> 32);
    subkeys[i + 1] = (uint32_t)halves;
  }
  return halves;
}

static inline void mix_key(const uint32_t* key) {
  for (uint32_t i = 0; i < SUBKEYS; i++) subkeys[i] ^= key[i];
}

HOT_SHARED void blowfish_expand(const uint32_t* key) {
  mix_key(key);
  uint64_t halves = fill_subkeys();
  for (uint32_t i = 0; i < BOXES_ENTRIES; i += ENTRIES_PER_CALL) halves = fill_boxes(halves, i, i + ENTRIES_PER_CALL);
}

/* Fills entries of a table with a chain of encryptions, each fed with the next two words of the salt. */
HOT uint64_t fill_salted(uint64_t halves, const uint32_t* salt, uint32_t salt_index, uint32_t* table, uint32_t entries) {
  for (uint32_t i = 0; i < entries; i += 2) {
    uint32_t word = (salt_index + i) & 3;
    halves = encrypt_halves(halves ^ ((uint64_t)salt[word] << 32 | salt[word + 1]));
    table[i] = (uint32_t)(halves >> 32);
    table[i + 1] = (uint32_t)halves;
  }
  return halves;
}

void blowfish_expand_salted(const uint32_t* key, const uint32_t* salt) {
  mix_key(key);
  uint64_t halves = fill_salted(0, salt, 0, subkeys, SUBKEYS);
  for (uint32_t i = 0; i < BOXES_ENTRIES; i += ENTRIES_PER_CALL) {
    halves = fill_salted(halves, salt, SUBKEYS + i, boxes + i, ENTRIES_PER_CALL);
  }
}

void blowfish_reset(void) {
  __builtin_memcpy(subkeys, PI_SUBKEYS, sizeof subkeys);
  __builtin_memcpy(boxes, PI_BOXES, sizeof boxes);
}

HOT_SHARED void blowfish_encrypt(uint32_t* block) {
  uint64_t halves = encrypt_halves((uint64_t)block[0] << 32 | block[1]);
  block[0] = (uint32_t)(halves >> 32);
  block[1] = (uint32_t)halves;
}

void warm_blowfish(void) {
  static const uint32_t words[SUBKEYS] = {1, 2, 3, 4};
  uint32_t block[2] = {5, 6};
  fill_subkeys();
  fill_boxes(7, 0, 8);
  fill_salted(8, words, 0, boxes, 4);
  blowfish_encrypt(block);
}
