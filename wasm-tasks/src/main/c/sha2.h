/* SHA-256 and SHA-512 (FIPS 180-4) of short messages. */
#ifndef PROCESSDISTRO_SHA2_H
#define PROCESSDISTRO_SHA2_H

#include "abi.h"

#define SHA256_BYTES 32u
#define SHA512_BYTES 64u

/* Writes the digest of length bytes at message. */
void sha256(const uint8_t* message, uint32_t length, uint8_t* digest);
void sha512(const uint8_t* message, uint32_t length, uint8_t* digest);

#endif
