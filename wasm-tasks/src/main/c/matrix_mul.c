/*
 * matrix_mul: square blocks of C = A * B out of packed panels, all sums in f64. wasm-tasks/README.md has the layouts.
 *
 * A block is computed as tiles of 4x4 elements that live in registers while a stretch of the inner dimension runs
 * through them. A stretch is short enough that one group of A stays in the first-level cache, and a panel of B in the
 * second. The sum of each element runs over the inner dimension in ascending order, whatever the blocks are.
 */
#include <wasm_simd128.h>

#include "matrix_mul_panels.h"

#define STRETCH_STEPS 512u
#define GROUPS_MAX 32u             /* of 4 rows or columns in a block edge of 128 */
#define TILE_ROW (16 * GROUPS_MAX) /* elements of one row of tiles */

static double tiles[GROUPS_MAX * TILE_ROW] __attribute__((aligned(16)));

/*
 * Finishes one row of the tile before the next one's load. GraalWasm carries every local of a loop from one iteration to
 * the next, also those that hold nothing any more, so that few locals matter more than early loads.
 */
#define FINISH(left, right) __asm__ volatile("" : "+r"(left), "+r"(right) : : "memory")

#define MULTIPLY_ROW(row, left, right)                          \
  do {                                                          \
    v128_t element = wasm_v128_load64_splat(a + (row));         \
    left = wasm_f64x2_add(left, wasm_f64x2_mul(element, b0));   \
    right = wasm_f64x2_add(right, wasm_f64x2_mul(element, b1)); \
    FINISH(left, right);                                        \
  } while (0)

#define MULTIPLY_STEP(s)                                                             \
  do {                                                                               \
    v128_t b0 = wasm_v128_load(b + 4 * (s)), b1 = wasm_v128_load(b + 4 * (s) + 2); \
    MULTIPLY_ROW(4 * (s), c00, c01);                                                 \
    MULTIPLY_ROW(4 * (s) + 1, c10, c11);                                             \
    MULTIPLY_ROW(4 * (s) + 2, c20, c21);                                             \
    MULTIPLY_ROW(4 * (s) + 3, c30, c31);                                             \
  } while (0)

/* tile[4][4] += a[steps][4], transposed, times b[steps][4]. */
HOT void multiply_tile(const double* a, const double* b, double* tile, uint32_t steps) {
  v128_t c00 = wasm_v128_load(tile), c01 = wasm_v128_load(tile + 2);
  v128_t c10 = wasm_v128_load(tile + 4), c11 = wasm_v128_load(tile + 6);
  v128_t c20 = wasm_v128_load(tile + 8), c21 = wasm_v128_load(tile + 10);
  v128_t c30 = wasm_v128_load(tile + 12), c31 = wasm_v128_load(tile + 14);
  for (; steps >= 4; steps -= 4) {
    MULTIPLY_STEP(0);
    MULTIPLY_STEP(1);
    MULTIPLY_STEP(2);
    MULTIPLY_STEP(3);
    a += 16;
    b += 16;
  }
  for (; steps > 0; steps--) {
    MULTIPLY_STEP(0);
    a += 4;
    b += 4;
  }
  wasm_v128_store(tile, c00), wasm_v128_store(tile + 2, c01);
  wasm_v128_store(tile + 4, c10), wasm_v128_store(tile + 6, c11);
  wasm_v128_store(tile + 8, c20), wasm_v128_store(tile + 10, c21);
  wasm_v128_store(tile + 12, c30), wasm_v128_store(tile + 14, c31);
}

/* All tiles of a block: stretch by stretch, each group of A against all groups of B. */
HOT void multiply_panels(const double* a, const double* b, uint32_t row_groups, uint32_t column_groups, uint32_t inner) {
  __builtin_memset(tiles, 0, sizeof(double) * TILE_ROW * row_groups);
  for (uint32_t k = 0; k < inner; k += STRETCH_STEPS) {
    uint32_t steps = inner - k < STRETCH_STEPS ? inner - k : STRETCH_STEPS;
    for (uint32_t row = 0; row < row_groups; row++) {
      const double* a_stretch = a + 4 * ((size_t)row * inner + k);
      for (uint32_t column = 0; column < column_groups; column++) {
        multiply_tile(a_stretch, b + 4 * ((size_t)column * inner + k), tiles + TILE_ROW * row + 16 * column, steps);
      }
    }
  }
}

/* Writes a block's rows x columns elements, row by row. */
HOT void store_block_f64(uint32_t rows, uint32_t columns, uint8_t* output) {
  for (uint32_t i = 0; i < rows; i++) {
    const double* line = tiles + TILE_ROW * (i / 4) + 4 * (i % 4);
    for (uint32_t j = 0; j < columns; j++, output += 8) __builtin_memcpy(output, &line[16 * (j / 4) + j % 4], 8);
  }
}

HOT void store_block_f32(uint32_t rows, uint32_t columns, uint8_t* output) {
  for (uint32_t i = 0; i < rows; i++) {
    const double* line = tiles + TILE_ROW * (i / 4) + 4 * (i % 4);
    for (uint32_t j = 0; j < columns; j++, output += 4) {
      float narrow = (float)line[16 * (j / 4) + j % 4];
      __builtin_memcpy(output, &narrow, 4);
    }
  }
}

static uint32_t rows_of(const matrix_input* input, block_place place) {
  return clipped_edge(place.row, input->block_edge, input->rows);
}

static uint32_t columns_of(const matrix_input* input, block_place place) {
  return clipped_edge(place.column, input->block_edge, input->columns);
}

static uint64_t output_bytes(const matrix_input* input) {
  uint64_t elements = 0;
  for (uint64_t block = input->from_block; block < input->to_block; block++) {
    block_place place = place_of(input, block);
    elements += (uint64_t)rows_of(input, place) * columns_of(input, place);
  }
  return elements * element_bytes(input->element_c);
}

static int64_t compute_block(const matrix_input* input, panel_table* a_panels, panel_table* b_panels, block_place place,
                             uint8_t** output) {
  int64_t error = 0;
  uint32_t rows = rows_of(input, place);
  uint32_t columns = columns_of(input, place);
  const double* a = panel_of(a_panels, place.row, &error);
  if (a == NULL) return error;
  const double* b = panel_of(b_panels, place.column, &error);
  if (b == NULL) return error;
  multiply_panels(a, b, rounded_to_group(rows) / 4, rounded_to_group(columns) / 4, input->inner);
  if (input->element_c == ELEMENT_F32) {
    store_block_f32(rows, columns, *output);
  } else {
    store_block_f64(rows, columns, *output);
  }
  *output += rows * columns * element_bytes(input->element_c);
  return 0;
}

EXPORT(execute) int64_t execute(const uint8_t* bytes, uint32_t length) {
  matrix_input input;
  panel_table a_panels, b_panels;
  int64_t error = read_matrix_input(bytes, length, &input);
  if (error == 0) error = open_panels(&input, SIDE_A, &a_panels);
  if (error == 0) error = open_panels(&input, SIDE_B, &b_panels);
  if (error != 0) return error;

  uint64_t size = output_bytes(&input);
  uint8_t* output = size > 0x7fffffffu ? NULL : allocate((uint32_t)size);
  if (output == NULL) return ERROR_MEMORY;
  uint8_t* next = output;
  for (uint64_t block = input.from_block; block < input.to_block && error == 0; block++) {
    error = compute_block(&input, &a_panels, &b_panels, place_of(&input, block), &next);
  }
  return error != 0 ? error : output_at(output, (uint32_t)size);
}

/*
 * Only what every task needs; what depends on the source and the element types is compiled in the first task that needs
 * it.
 */
EXPORT(warmup) void warmup(void) {
  static double a[8 * (STRETCH_STEPS + 1)], b[8 * (STRETCH_STEPS + 1)];
  static uint8_t block[8 * 5 * 5];
  for (uint32_t round = 0; round < WARMUP_ROUNDS; round++) multiply_tile(a, b, tiles, 4 + round % 2);
  multiply_panels(a, b, 2, 2, STRETCH_STEPS + 1);
  for (uint32_t round = 0; round < WARMUP_ROUNDS; round++) {
    multiply_panels(a, b, 1 + round % 2, 1, 1);
    store_block_f64(1 + round % 5, 5, block);
  }
}
