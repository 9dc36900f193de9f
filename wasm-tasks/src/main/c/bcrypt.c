/* bcrypt: 2^cost rounds of Blowfish's key schedule with the password and the salt, then a text encrypted 64 times. */
#include "bcrypt.h"

#include "blowfish.h"

#define KEY_BYTES_MAX 72u
#define MAGIC_WORDS 6u
#define MAGIC_ENCRYPTIONS 64u
#define ROUNDS_PER_CALL 8u

static const uint8_t magic[] = "OrpheanBeholderScryDoubt";
static const uint8_t digits[] = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/* Fills count big endian words from bytes, over and over. */
HOT void cycle_words(const uint8_t* bytes, uint32_t length, uint32_t* words, uint32_t count) {
  uint32_t position = 0;
  for (uint32_t i = 0; i < count; i++) {
    uint32_t word = 0;
    for (uint32_t j = 0; j < 4; j++) {
      word = word << 8 | bytes[position];
      position = position + 1 == length ? 0 : position + 1;
    }
    words[i] = word;
  }
}

static uint32_t key_length(const uint8_t* password, uint32_t length) {
  uint32_t limit = length < KEY_BYTES_MAX ? length : KEY_BYTES_MAX;
  uint32_t end = 0;
  while (end < limit && password[end] != 0) end++;
  return end;
}

HOT void run_key_rounds(const uint32_t* key, const uint32_t* salt, uint32_t rounds) {
  for (uint32_t i = 0; i < rounds; i++) {
    blowfish_expand(key);
    blowfish_expand(salt);
  }
}

HOT void encrypt_magic(uint32_t* block) {
  for (uint32_t i = 0; i < MAGIC_ENCRYPTIONS; i++) blowfish_encrypt(block);
}

void bcrypt(const uint8_t* password, uint32_t length, bcrypt_parts* parts) {
  uint8_t key_bytes[KEY_BYTES_MAX + 1];
  uint32_t key[SUBKEYS], salt[SUBKEYS], text[MAGIC_WORDS];
  uint32_t used = key_length(password, length);
  __builtin_memcpy(key_bytes, password, used);
  key_bytes[used] = 0;
  cycle_words(key_bytes, used < KEY_BYTES_MAX ? used + 1 : used, key, SUBKEYS);
  cycle_words(parts->salt, BCRYPT_SALT_BYTES, salt, SUBKEYS);
  cycle_words(magic, 4 * MAGIC_WORDS, text, MAGIC_WORDS);

  blowfish_reset();
  blowfish_expand_salted(key, salt);
  for (uint32_t left = 1u << parts->cost; left > 0; left -= ROUNDS_PER_CALL) run_key_rounds(key, salt, ROUNDS_PER_CALL);
  for (uint32_t i = 0; i < MAGIC_WORDS; i += 2) encrypt_magic(text + i);
  for (uint32_t i = 0; i < BCRYPT_HASH_BYTES; i++) parts->hash[i] = (uint8_t)(text[i / 4] >> (24 - 8 * (i % 4)));
}

/* Three bytes become four digits, the first byte's upper bits first; the last group may be short. */
static uint8_t* encode(const uint8_t* bytes, uint32_t count, uint8_t* text) {
  for (uint32_t i = 0; i < count; i += 3) {
    uint32_t left = count - i;
    uint32_t group = (uint32_t)bytes[i] << 16 | (left > 1 ? (uint32_t)bytes[i + 1] << 8 : 0) | (left > 2 ? bytes[i + 2] : 0);
    for (uint32_t digit = 0; digit <= (left < 3 ? left : 3); digit++) *text++ = digits[(group >> (18 - 6 * digit)) & 63];
  }
  return text;
}

void bcrypt_format(const bcrypt_parts* parts, uint8_t* text) {
  __builtin_memcpy(text, "$2b$", 4);
  text[4] = (uint8_t)('0' + parts->cost / 10);
  text[5] = (uint8_t)('0' + parts->cost % 10);
  text[6] = '$';
  encode(parts->hash, BCRYPT_HASH_BYTES, encode(parts->salt, BCRYPT_SALT_BYTES, text + 7));
}

static int digit_value(uint8_t character) {
  for (int value = 0; value < 64; value++) {
    if (digits[value] == character) return value;
  }
  return -1;
}

/* The reverse of encode. False when a character is no digit. */
static int decode(const uint8_t* text, uint32_t count, uint8_t* bytes) {
  for (uint32_t i = 0; i < count; i += 3) {
    uint32_t left = count - i < 3 ? count - i : 3;
    uint32_t group = 0;
    for (uint32_t digit = 0; digit <= left; digit++) {
      int value = digit_value(*text++);
      if (value < 0) return 0;
      group |= (uint32_t)value << (18 - 6 * digit);
    }
    for (uint32_t j = 0; j < left; j++) bytes[i + j] = (uint8_t)(group >> (16 - 8 * j));
  }
  return 1;
}

int bcrypt_parse(const uint8_t* text, bcrypt_parts* parts) {
  if (text[0] != '$' || text[1] != '2' || text[3] != '$' || text[6] != '$') return 0;
  if (text[2] != 'a' && text[2] != 'b' && text[2] != 'y') return 0;
  if (text[4] < '0' || text[4] > '9' || text[5] < '0' || text[5] > '9') return 0;
  parts->cost = (uint32_t)(text[4] - '0') * 10 + (text[5] - '0');
  if (parts->cost < BCRYPT_COST_MIN || parts->cost > BCRYPT_COST_MAX) return 0;
  return decode(text + 7, BCRYPT_SALT_BYTES, parts->salt) && decode(text + 29, BCRYPT_HASH_BYTES, parts->hash);
}

void warm_bcrypt(void) {
  uint32_t words[2];
  cycle_words(magic, 3, words, 2);
  warm_blowfish();
}
