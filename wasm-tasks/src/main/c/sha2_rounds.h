/*
 * What SHA-256 and SHA-512 share: the round and the message schedule as code. Included after the functions small_sigma0,
 * small_sigma1, big_sigma0, big_sigma1 and ROUND_CONSTANTS are defined for the word size at hand.
 *
 * The 16 words of the schedule are locals w0 to w15, not an array: locals are not checked for bounds.
 */

/* One round with the roles of the variables as given; eight in a row bring them back to their places. */
#define ROUND(a, b, c, d, e, f, g, h, word, i)                            \
  do {                                                                    \
    h += big_sigma1(e) + (g ^ (e & (f ^ g))) + ROUND_CONSTANTS[i] + word; \
    d += h;                                                               \
    h += big_sigma0(a) + ((a & b) | (c & (a | b)));                       \
  } while (0)

#define EIGHT_ROUNDS(i, x0, x1, x2, x3, x4, x5, x6, x7) \
  ROUND(a, b, c, d, e, f, g, h, x0, i);                 \
  ROUND(h, a, b, c, d, e, f, g, x1, i + 1);             \
  ROUND(g, h, a, b, c, d, e, f, x2, i + 2);             \
  ROUND(f, g, h, a, b, c, d, e, x3, i + 3);             \
  ROUND(e, f, g, h, a, b, c, d, x4, i + 4);             \
  ROUND(d, e, f, g, h, a, b, c, x5, i + 5);             \
  ROUND(c, d, e, f, g, h, a, b, x6, i + 6);             \
  ROUND(b, c, d, e, f, g, h, a, x7, i + 7)

#define SIXTEEN_ROUNDS(i)                                 \
  EIGHT_ROUNDS(i, w0, w1, w2, w3, w4, w5, w6, w7);        \
  EIGHT_ROUNDS(i + 8, w8, w9, w10, w11, w12, w13, w14, w15)

/* The word that comes 16 places after word: next is 1, far 9 and near 14 places after it. */
#define EXTEND(word, next, far, near) word += small_sigma0(next) + far + small_sigma1(near)

#define EXTEND_ALL()                                  \
  EXTEND(w0, w1, w9, w14), EXTEND(w1, w2, w10, w15);  \
  EXTEND(w2, w3, w11, w0), EXTEND(w3, w4, w12, w1);   \
  EXTEND(w4, w5, w13, w2), EXTEND(w5, w6, w14, w3);   \
  EXTEND(w6, w7, w15, w4), EXTEND(w7, w8, w0, w5);    \
  EXTEND(w8, w9, w1, w6), EXTEND(w9, w10, w2, w7);    \
  EXTEND(w10, w11, w3, w8), EXTEND(w11, w12, w4, w9); \
  EXTEND(w12, w13, w5, w10), EXTEND(w13, w14, w6, w11); \
  EXTEND(w14, w15, w7, w12), EXTEND(w15, w0, w8, w13)

/*
 * All rounds over the locals a to h and w0 to w15, without a loop: GraalWasm carries every local of a loop from one
 * iteration to the next, and the round constants are part of the code instead of checked loads.
 */
#define RUN_64_ROUNDS() \
  SIXTEEN_ROUNDS(0);    \
  EXTEND_ALL();         \
  SIXTEEN_ROUNDS(16);   \
  EXTEND_ALL();         \
  SIXTEEN_ROUNDS(32);   \
  EXTEND_ALL();         \
  SIXTEEN_ROUNDS(48)

#define RUN_80_ROUNDS() \
  RUN_64_ROUNDS();      \
  EXTEND_ALL();         \
  SIXTEEN_ROUNDS(64)
