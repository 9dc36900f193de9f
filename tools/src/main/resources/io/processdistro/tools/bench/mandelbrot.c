// The yardstick of the Mandelbrot benchmark: one thread, scalar, the same arithmetic as the task.
// Prints the milliseconds of each repetition, one per line. Arguments: width height max_iterations repetitions.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now_milliseconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static uint32_t count(double cx, double cy, uint32_t max_iterations) {
  double x = 0, y = 0, xx = 0, yy = 0;
  uint32_t n = 0;
  while (xx + yy <= 4 && n < max_iterations) {
    y = 2 * x * y + cy;
    x = xx - yy + cx;
    xx = x * x;
    yy = y * y;
    n++;
  }
  return n;
}

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  uint32_t width = atoi(argv[1]), height = atoi(argv[2]), max_iterations = atoi(argv[3]);
  int repetitions = atoi(argv[4]);
  uint32_t *counts = malloc((size_t)width * height * 4);
  uint64_t check = 0;
  for (int r = 0; r < repetitions; r++) {
    double start = now_milliseconds();
    for (uint32_t y = 0; y < height; y++)
      for (uint32_t x = 0; x < width; x++)
        counts[(size_t)y * width + x] = count(-2.5 + 3.5 * x / width, -1.25 + 2.5 * y / height, max_iterations);
    printf("%.3f\n", now_milliseconds() - start);
    check += counts[(size_t)width * height / 2];
  }
  fprintf(stderr, "%llu\n", (unsigned long long)check);
  return 0;
}
