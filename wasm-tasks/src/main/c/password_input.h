/* The checked input of password_hash. */
#ifndef PROCESSDISTRO_PASSWORD_INPUT_H
#define PROCESSDISTRO_PASSWORD_INPUT_H

#include "abi.h"

#define ENTRY_BYTES 64u

enum { ALGORITHM_BCRYPT = 0, ALGORITHM_SHA256 = 1, ALGORITHM_SHA512 = 2 };
enum { MODE_HASH = 0, MODE_AUDIT = 1 };

typedef struct {
  uint32_t algorithm, mode, cost, hash_count;
  uint64_t seed;
  uint64_t from_unit, to_unit;
  const uint8_t* entries; /* hash_count times ENTRY_BYTES */
  const uint8_t* text;
  uint32_t text_length;
} password_input;

/* Fills input from length bytes at bytes. Returns 0, or the error code of what is wrong. */
int64_t read_password_input(const uint8_t* bytes, uint32_t length, password_input* input);

#endif
