/*
 * Colours from the fractional escape count. Only additions, multiplications, divisions and square roots of IEEE doubles,
 * in a fixed order: the same input has the same bytes everywhere.
 */
#include "mandelbrot_colour.h"

/* Steps beyond the escape: the larger |z|, the smoother the fraction. */
#define EXTRA_STEPS 3u
#define SQUARE_MAX 1e100

/* Colour stops around a ring, evenly spaced, as red, green, blue from 0 to 255. */
#define STOPS 8u
static const double palette[STOPS][3] = {{6, 10, 42},    {18, 52, 120}, {45, 120, 190}, {140, 205, 235},
                                         {252, 248, 220}, {250, 190, 75}, {200, 90, 30},  {84, 22, 44}};
#define RING_PER_OCTAVE 0.21 /* how far the ring turns while the count doubles */

/* log2 of a positive finite value, to about 1e-6: exponent plus a series in (m-1)/(m+1) of the mantissa. */
static inline double log2_of(double value) {
  uint64_t bits;
  __builtin_memcpy(&bits, &value, 8);
  double exponent = (double)((int64_t)(bits >> 52) - 1023);
  bits = (bits & 0x000fffffffffffffull) | 0x3ff0000000000000ull;
  double mantissa;
  __builtin_memcpy(&mantissa, &bits, 8);
  double t = (mantissa - 1.0) / (mantissa + 1.0);
  double q = t * t;
  double series = 1.0 + q * (1.0 / 3 + q * (1.0 / 5 + q * (1.0 / 7 + q / 9)));
  return exponent + 2.8853900817779268 * t * series; /* 2 / ln 2 */
}

/* The count plus a fraction that makes it continuous across the borders of the counts: never negative. */
static inline double smooth_count(double x, double y, double cx, double cy, double count) {
  double square = x * x + y * y;
  for (uint32_t extra = 0; extra < EXTRA_STEPS && square < SQUARE_MAX; extra++) {
    double next_x = x * x - y * y + cx;
    y = 2 * x * y + cy;
    x = next_x;
    square = x * x + y * y;
    count += 1;
  }
  if (!(square < 1e300)) return count;
  double smooth = count + 1 - log2_of(0.5 * log2_of(square));
  return smooth > 0 ? smooth : 0;
}

/* The colour at a place of the ring, blended between two stops along a smooth step. */
static inline void blend(double place, uint8_t* rgb) {
  uint32_t stop = (uint32_t)place;
  double t = place - (double)stop;
  t = t * t * (3 - 2 * t);
  const double* from = palette[stop % STOPS];
  const double* to = palette[(stop + 1) % STOPS];
  rgb[0] = (uint8_t)(from[0] + (to[0] - from[0]) * t + 0.5);
  rgb[1] = (uint8_t)(from[1] + (to[1] - from[1]) * t + 0.5);
  rgb[2] = (uint8_t)(from[2] + (to[2] - from[2]) * t + 0.5);
}

HOT_SHARED void colour_of(const lane_group* group, uint32_t lane, uint32_t max_iterations, uint8_t* rgb) {
  if (group->steps[lane] >= max_iterations) {
    rgb[0] = rgb[1] = rgb[2] = 0;
    return;
  }
  double count = smooth_count(group->x[lane], group->y[lane], group->cx[lane], group->cy[lane], (double)group->steps[lane]);
  blend(log2_of(1 + count) * RING_PER_OCTAVE * STOPS, rgb);
}
