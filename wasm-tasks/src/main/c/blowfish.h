/* Blowfish as bcrypt uses it: the expensive key schedule and encryption of single blocks. */
#ifndef PROCESSDISTRO_BLOWFISH_H
#define PROCESSDISTRO_BLOWFISH_H

#include "abi.h"

#define SUBKEYS 18u

/* One cipher state for the whole instance. */
void blowfish_reset(void);

/* Mixes the key's 18 words into the subkeys, then replaces the whole state; salt has 4 words. */
void blowfish_expand_salted(const uint32_t* key, const uint32_t* salt);

/* The same with a salt of zeros. */
void blowfish_expand(const uint32_t* key);

/* Encrypts the block of two words in place. */
void blowfish_encrypt(uint32_t* block);

/* Runs this file's hot functions briefly; leaves the state unusable until it is reset. */
void warm_blowfish(void);

#endif
