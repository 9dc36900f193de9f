/*
 * Colours from the fractional escape count. Only additions, multiplications and integer operations on IEEE doubles, in a
 * fixed order: the same input has the same bytes everywhere.
 */
#include "mandelbrot_colour.h"

#include "mandelbrot_ring.h"

/* Steps beyond the escape: the larger |z|, the smoother the fraction. |z| <= 1420 at an escape, so it stays finite. */
#define EXTRA_STEPS 3u

#define TURNS_PER_OCTAVE 0.21 /* how far the ring of colours turns while the count doubles */
#define COLOURS (sizeof RING / sizeof RING[0])

/* log2 of a positive finite value, to 1.2e-4: exponent plus a polynomial of the mantissa that is exact at both ends. */
static inline double log2_of(double value) {
  uint64_t bits;
  __builtin_memcpy(&bits, &value, 8);
  double exponent = (double)((int32_t)(bits >> 52) - 1023);
  bits = (bits & 0x000fffffffffffffull) | 0x3ff0000000000000ull;
  double mantissa;
  __builtin_memcpy(&mantissa, &bits, 8);
  double f = mantissa - 1.0;
  return exponent + f + f * (1.0 - f) * (0.43873 + f * (-0.23906 + f * 0.08213));
}

/* The count plus a fraction that makes it continuous across the borders of the counts: never negative. */
static inline double smooth_count(double x, double y, double cx, double cy, double count) {
#pragma clang loop unroll(full)
  for (uint32_t extra = 0; extra < EXTRA_STEPS; extra++) {
    double next_x = x * x - y * y + cx;
    y = 2 * x * y + cy;
    x = next_x;
  }
  double smooth = count + (EXTRA_STEPS + 1) - log2_of(0.5 * log2_of(x * x + y * y));
  return smooth > 0 ? smooth : 0;
}

HOT_SHARED void write_colours(const lane_group* group, uint32_t count, uint32_t max_iterations, uint8_t* rgb) {
  for (uint32_t lane = 0; lane < count; lane++, rgb += 3) {
    uint32_t colour = 0;
    if (group->steps[lane] < max_iterations) {
      double smooth = smooth_count(group->x[lane], group->y[lane], group->cx[lane], group->cy[lane], (double)group->steps[lane]);
      colour = RING[(uint32_t)(log2_of(1 + smooth) * (TURNS_PER_OCTAVE * COLOURS)) % COLOURS];
    }
    rgb[0] = (uint8_t)colour;
    rgb[1] = (uint8_t)(colour >> 8);
    rgb[2] = (uint8_t)(colour >> 16);
  }
}
