/* Reads and checks the header of password_hash; wasm-tasks/README.md has the layout. */
#include "password_input.h"

#include "bcrypt.h"
#include "words.h"

#define FIXED_HEADER_BYTES 56u

static int64_t check_values(const password_input* input, uint64_t first_word) {
  if (input->algorithm > ALGORITHM_SHA512 || input->mode > MODE_AUDIT) return ERROR_VALUE;
  if (input->from_unit >= input->to_unit) return ERROR_HEADER;
  if ((input->mode == MODE_AUDIT) != (input->hash_count > 0)) return ERROR_HEADER;
  int bcrypt_audit = input->algorithm == ALGORITHM_BCRYPT && input->mode == MODE_AUDIT;
  if (input->from_unit / (bcrypt_audit ? input->hash_count : 1) != first_word) return ERROR_HEADER;
  if (input->algorithm == ALGORITHM_BCRYPT && input->mode == MODE_HASH) {
    if (input->cost < BCRYPT_COST_MIN || input->cost > BCRYPT_COST_MAX) return ERROR_VALUE;
  }
  return 0;
}

static uint64_t words_of_units(const password_input* input) {
  if (input->algorithm != ALGORITHM_BCRYPT || input->mode != MODE_AUDIT) return input->to_unit - input->from_unit;
  return (input->to_unit - 1) / input->hash_count - input->from_unit / input->hash_count + 1;
}

int64_t read_password_input(const uint8_t* bytes, uint32_t length, password_input* input) {
  if (length < FIXED_HEADER_BYTES) return ERROR_LENGTH;
  input->algorithm = load_u32(bytes);
  input->mode = load_u32(bytes + 4);
  input->cost = load_u32(bytes + 8);
  input->hash_count = load_u32(bytes + 12);
  input->seed = load_u64(bytes + 16);
  input->from_unit = load_u64(bytes + 32);
  input->to_unit = load_u64(bytes + 40);
  input->text_length = load_u32(bytes + 48);
  if (load_u32(bytes + 52) != 0) return ERROR_HEADER;
  int64_t error = check_values(input, load_u64(bytes + 24));
  if (error != 0) return error;

  uint64_t expected = FIXED_HEADER_BYTES + (uint64_t)ENTRY_BYTES * input->hash_count + input->text_length;
  if (expected != length) return ERROR_LENGTH;
  input->entries = bytes + FIXED_HEADER_BYTES;
  input->text = input->entries + ENTRY_BYTES * input->hash_count;
  return count_words(input->text, input->text_length) == words_of_units(input) ? 0 : ERROR_LENGTH;
}
