// The yardstick of the matmul benchmark: naive i-k-j loops, as a C programmer writes them first.
// Prints the milliseconds of each repetition, one per line. Arguments: size repetitions.
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now_milliseconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static void multiply(int n, const double *restrict a, const double *restrict b, double *restrict c) {
  for (int i = 0; i < n; i++) {
    for (int j = 0; j < n; j++) c[i * n + j] = 0;
    for (int k = 0; k < n; k++) {
      double left = a[i * n + k];
      for (int j = 0; j < n; j++) c[i * n + j] += left * b[k * n + j];
    }
  }
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  int n = atoi(argv[1]), repetitions = atoi(argv[2]);
  size_t elements = (size_t)n * n;
  double *a = malloc(elements * 8), *b = malloc(elements * 8), *c = malloc(elements * 8);
  for (size_t i = 0; i < elements; i++) {
    a[i] = (double)(i % 1013) / 1013;
    b[i] = (double)(i % 997) / 997;
  }
  double check = 0;
  for (int r = 0; r < repetitions; r++) {
    double start = now_milliseconds();
    multiply(n, a, b, c);
    printf("%.3f\n", now_milliseconds() - start);
    check += c[elements - 1];
  }
  fprintf(stderr, "%g\n", check);  // keeps the work from being optimised away
  return 0;
}
