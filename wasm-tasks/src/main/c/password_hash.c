/* password_hash: hashes a list of words, or finds which words have one of the given hashes. */
#include "bcrypt.h"
#include "password_input.h"
#include "sha2.h"
#include "words.h"

#define HASH_TEXT_BYTES_MAX 128u /* SHA-512 in hexadecimal */

static uint8_t digest[SHA512_BYTES];

static uint32_t digest_bytes(const password_input* input) {
  return input->algorithm == ALGORITHM_SHA256 ? SHA256_BYTES : SHA512_BYTES;
}

static inline void digest_word(uint32_t algorithm, const uint8_t* word, uint32_t length) {
  if (algorithm == ALGORITHM_SHA256) {
    sha256(word, length, digest);
  } else {
    sha512(word, length, digest);
  }
}

/* The two halves of a word's salt are the splitmix64 states 2*index + 1 and 2*index + 2 of the job's seed. */
static void seed_salt(uint64_t seed, uint64_t index, uint8_t* salt) {
  uint64_t low = splitmix64_mix(seed + GOLDEN_GAMMA * (2 * index + 1));
  uint64_t high = splitmix64_mix(seed + GOLDEN_GAMMA * (2 * index + 2));
  __builtin_memcpy(salt, &low, 8);
  __builtin_memcpy(salt + 8, &high, 8);
}

static void append_bcrypt(const password_input* input, const word_reader* words, uint64_t index, output_buffer* output) {
  bcrypt_parts parts;
  parts.cost = input->cost;
  seed_salt(input->seed, index, parts.salt);
  bcrypt(words->word, words->word_length, &parts);
  bcrypt_format(&parts, output->start + output->length);
  output->length += BCRYPT_TEXT_LENGTH;
}

/* Appends one line per word, for up to count words from this index on. False when memory is short. */
HOT int hash_words(const password_input* input, word_reader* words, uint64_t index, uint32_t count, output_buffer* output) {
  for (uint32_t i = 0; i < count && next_word(words); i++) {
    if (!reserve_output(output, field_bytes_max(words->word_length) + HASH_TEXT_BYTES_MAX + 2)) return 0;
    append_field(output, words->word, words->word_length);
    append_byte(output, ',');
    if (input->algorithm == ALGORITHM_BCRYPT) {
      append_bcrypt(input, words, index + i, output);
    } else {
      digest_word(input->algorithm, words->word, words->word_length);
      append_hex(output, digest, digest_bytes(input));
    }
    append_byte(output, '\n');
  }
  return 1;
}

/* Less than, equal to or greater than zero, as the first bytes are to the second. */
HOT int compare_bytes(const uint8_t* first, const uint8_t* second, uint32_t length) {
  for (uint32_t i = 0; i < length; i++) {
    if (first[i] != second[i]) return (int)first[i] - (int)second[i];
  }
  return 0;
}

/* Whether the digest is among the ascending entries. */
HOT int is_wanted(const password_input* input) {
  uint32_t low = 0, high = input->hash_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    int order = compare_bytes(digest, input->entries + (size_t)ENTRY_BYTES * middle, digest_bytes(input));
    if (order == 0) return 1;
    if (order < 0) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return 0;
}

HOT int audit_words(const password_input* input, word_reader* words, uint32_t count, output_buffer* output) {
  for (uint32_t i = 0; i < count && next_word(words); i++) {
    digest_word(input->algorithm, words->word, words->word_length);
    if (!is_wanted(input)) continue;
    if (!reserve_output(output, field_bytes_max(words->word_length) + HASH_TEXT_BYTES_MAX + 2)) return 0;
    append_hex(output, digest, digest_bytes(input));
    append_byte(output, ',');
    append_field(output, words->word, words->word_length);
    append_byte(output, '\n');
  }
  return 1;
}

/* Tries one word against one bcrypt hash. Returns 0 or an error code. */
static int64_t audit_pair(const word_reader* words, const uint8_t* entry, output_buffer* output) {
  bcrypt_parts wanted, found;
  if (!bcrypt_parse(entry, &wanted)) return ERROR_VALUE;
  found = wanted;
  bcrypt(words->word, words->word_length, &found);
  if (compare_bytes(found.hash, wanted.hash, BCRYPT_HASH_BYTES) != 0) return 0;
  if (!reserve_output(output, field_bytes_max(words->word_length) + HASH_TEXT_BYTES_MAX + 2)) return ERROR_MEMORY;
  __builtin_memcpy(output->start + output->length, entry, BCRYPT_TEXT_LENGTH);
  output->length += BCRYPT_TEXT_LENGTH;
  append_byte(output, ',');
  append_field(output, words->word, words->word_length);
  append_byte(output, '\n');
  return 0;
}

static int64_t audit_bcrypt(const password_input* input, word_reader* words, output_buffer* output) {
  uint64_t unit = input->from_unit;
  while (unit < input->to_unit && next_word(words)) {
    uint64_t word_end = (unit / input->hash_count + 1) * input->hash_count;
    for (; unit < word_end && unit < input->to_unit; unit++) {
      const uint8_t* entry = input->entries + (size_t)ENTRY_BYTES * (unit % input->hash_count);
      int64_t error = audit_pair(words, entry, output);
      if (error != 0) return error;
    }
  }
  return 0;
}

#define WORDS_PER_CALL 1024u

static int64_t run(const password_input* input, word_reader* words, output_buffer* output) {
  if (input->algorithm == ALGORITHM_BCRYPT && input->mode == MODE_AUDIT) return audit_bcrypt(input, words, output);
  for (uint64_t index = input->from_unit; index < input->to_unit; index += WORDS_PER_CALL) {
    int enough = input->mode == MODE_HASH ? hash_words(input, words, index, WORDS_PER_CALL, output)
                                          : audit_words(input, words, WORDS_PER_CALL, output);
    if (!enough) return ERROR_MEMORY;
  }
  return 0;
}

/* About what the output of hashing takes, so that the memory grows once; more is taken when quotes ask for it. */
static uint64_t expected_output(const password_input* input) {
  if (input->mode != MODE_HASH) return 1;
  uint32_t hash_text = input->algorithm == ALGORITHM_BCRYPT ? BCRYPT_TEXT_LENGTH : 2 * digest_bytes(input);
  return input->text_length + (input->to_unit - input->from_unit) * (hash_text + 2) + HASH_TEXT_BYTES_MAX;
}

EXPORT(execute) int64_t execute(const uint8_t* bytes, uint32_t length) {
  password_input input;
  int64_t error = read_password_input(bytes, length, &input);
  if (error != 0) return error;
  word_reader words = {input.text, input.text + input.text_length, NULL, 0};
  output_buffer output = {NULL, 0, 0};
  if (!reserve_output(&output, expected_output(&input)) && !reserve_output(&output, 1)) return ERROR_MEMORY;
  error = run(&input, &words, &output);
  return error != 0 ? error : output_at(output.start, output.length);
}

/* Words of every kind: plain, empty, quoted, with a carriage return, and longer than one block of SHA-256. */
static const uint8_t sample_text[] =
    "word\n\nsay \"this\", please\r\na\n0123456789012345678901234567890123456789012345678901234567890\n"
    "01234567890123456789012345678901234567890123456789012345678901234567890123456789\n";

#define SAMPLE_WORDS 6u

/* bcrypt and SHA-256; SHA-512 and audits are compiled in the first task that needs them. */
EXPORT(warmup) void warmup(void) {
  static output_buffer output;
  password_input input = {.algorithm = ALGORITHM_BCRYPT, .mode = MODE_HASH, .cost = BCRYPT_COST_MIN};
  for (uint32_t round = 0; round < WARMUP_ROUNDS; round++) warm_bcrypt();
  for (uint32_t round = 0; round <= WARMUP_ROUNDS; round++) {
    word_reader words = {sample_text, sample_text + sizeof sample_text - 1, NULL, 0};
    output.length = 0;
    if (!hash_words(&input, &words, 0, round == 0 ? 1 : SAMPLE_WORDS + 1, &output)) return;
    input.algorithm = ALGORITHM_SHA256;
  }
}
