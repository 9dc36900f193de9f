/* bcrypt as OpenBSD's $2b$ computes it. */
#ifndef PROCESSDISTRO_BCRYPT_H
#define PROCESSDISTRO_BCRYPT_H

#include "abi.h"

#define BCRYPT_SALT_BYTES 16u
#define BCRYPT_HASH_BYTES 23u
#define BCRYPT_TEXT_LENGTH 60u /* $2b$CC$ + 22 characters of salt + 31 of hash */
#define BCRYPT_COST_MIN 4u
#define BCRYPT_COST_MAX 15u

typedef struct {
  uint32_t cost;
  uint8_t salt[BCRYPT_SALT_BYTES];
  uint8_t hash[BCRYPT_HASH_BYTES];
} bcrypt_parts;

/* Computes parts->hash from cost and salt. Only the password's first 72 bytes count, and only those before a NUL. */
void bcrypt(const uint8_t* password, uint32_t length, bcrypt_parts* parts);

/* Writes the 60 characters, with the prefix $2b$. */
void bcrypt_format(const bcrypt_parts* parts, uint8_t* text);

/* Reads 60 characters with the prefix $2a$, $2b$ or $2y$. False when they are malformed or the cost is out of range. */
int bcrypt_parse(const uint8_t* text, bcrypt_parts* parts);

/* Runs the hot functions briefly. */
void warm_bcrypt(void);

#endif
