/*
 * matrix_mul: square blocks of C = A * B out of packed panels, all sums in f64. wasm-tasks/README.md has the layouts.
 *
 * A block is computed as tiles of 4x4 elements that live in registers while a stretch of the inner dimension runs
 * through them. A stretch is short enough that one group of A stays in the first-level cache, and a panel of B in the
 * second. The sum of each element runs over the inner dimension in ascending order, whatever the blocks are.
 */
#include <wasm_simd128.h>

#include "matrix_mul_panels.h"

#define STRETCH_STEPS 128u
#define GROUPS_MAX 32u /* of 4 rows or columns in a block edge of 128 */

static double tiles[GROUPS_MAX * GROUPS_MAX * 16] __attribute__((aligned(16)));

/* tile[4][4] += a[steps][4], transposed, times b[steps][4]. */
HOT void multiply_tile(const double* a, const double* b, double* tile, uint32_t steps) {
  v128_t c00 = wasm_v128_load(tile), c01 = wasm_v128_load(tile + 2);
  v128_t c10 = wasm_v128_load(tile + 4), c11 = wasm_v128_load(tile + 6);
  v128_t c20 = wasm_v128_load(tile + 8), c21 = wasm_v128_load(tile + 10);
  v128_t c30 = wasm_v128_load(tile + 12), c31 = wasm_v128_load(tile + 14);
  for (uint32_t s = 0; s < steps; s++) {
    v128_t b0 = wasm_v128_load(b), b1 = wasm_v128_load(b + 2);
    v128_t a0 = wasm_v128_load64_splat(a), a1 = wasm_v128_load64_splat(a + 1);
    c00 = wasm_f64x2_add(c00, wasm_f64x2_mul(a0, b0));
    c01 = wasm_f64x2_add(c01, wasm_f64x2_mul(a0, b1));
    c10 = wasm_f64x2_add(c10, wasm_f64x2_mul(a1, b0));
    c11 = wasm_f64x2_add(c11, wasm_f64x2_mul(a1, b1));
    v128_t a2 = wasm_v128_load64_splat(a + 2), a3 = wasm_v128_load64_splat(a + 3);
    c20 = wasm_f64x2_add(c20, wasm_f64x2_mul(a2, b0));
    c21 = wasm_f64x2_add(c21, wasm_f64x2_mul(a2, b1));
    c30 = wasm_f64x2_add(c30, wasm_f64x2_mul(a3, b0));
    c31 = wasm_f64x2_add(c31, wasm_f64x2_mul(a3, b1));
    a += 4;
    b += 4;
  }
  wasm_v128_store(tile, c00), wasm_v128_store(tile + 2, c01);
  wasm_v128_store(tile + 4, c10), wasm_v128_store(tile + 6, c11);
  wasm_v128_store(tile + 8, c20), wasm_v128_store(tile + 10, c21);
  wasm_v128_store(tile + 12, c30), wasm_v128_store(tile + 14, c31);
}

/* One group of A against all groups of a B panel, over one stretch. Panel groups are group_elements apart. */
HOT void multiply_group(const double* a, const double* b, uint32_t group_elements, uint32_t groups, uint32_t steps,
                        double* tile_row) {
  for (uint32_t group = 0; group < groups; group++) {
    multiply_tile(a, b + (size_t)group * group_elements, tile_row + 16 * group, steps);
  }
}

HOT void clear_tiles(double* tile_row, uint32_t groups) {
  v128_t zero = wasm_f64x2_const(0, 0);
  for (uint32_t i = 0; i < 16 * groups; i += 2) wasm_v128_store(tile_row + i, zero);
}

/* Writes one row of a block (columns elements) from the row of tiles that holds it. */
HOT void store_row_f64(const double* tile_line, uint32_t columns, uint8_t* output) {
  for (uint32_t j = 0; j < columns; j++) {
    __builtin_memcpy(output + 8 * j, &tile_line[16 * (j / 4) + j % 4], 8);
  }
}

HOT void store_row_f32(const double* tile_line, uint32_t columns, uint8_t* output) {
  for (uint32_t j = 0; j < columns; j++) {
    float narrow = (float)tile_line[16 * (j / 4) + j % 4];
    __builtin_memcpy(output + 4 * j, &narrow, 4);
  }
}

static void multiply_panels(const double* a, const double* b, uint32_t row_groups, uint32_t column_groups,
                            uint32_t inner) {
  for (uint32_t group = 0; group < row_groups; group++) clear_tiles(tiles + 512 * group, column_groups);
  for (uint32_t k = 0; k < inner; k += STRETCH_STEPS) {
    uint32_t steps = inner - k < STRETCH_STEPS ? inner - k : STRETCH_STEPS;
    for (uint32_t group = 0; group < row_groups; group++) {
      const double* stretch = a + 4 * ((size_t)group * inner + k);
      multiply_group(stretch, b + 4 * (size_t)k, 4 * inner, column_groups, steps, tiles + 512 * group);
    }
  }
}

static uint8_t* store_block(const matrix_input* input, uint32_t rows, uint32_t columns, uint8_t* output) {
  uint32_t row_bytes = columns * element_bytes(input->element_c);
  for (uint32_t i = 0; i < rows; i++) {
    const double* tile_line = tiles + 512 * (i / 4) + 4 * (i % 4);
    if (input->element_c == ELEMENT_F32) {
      store_row_f32(tile_line, columns, output);
    } else {
      store_row_f64(tile_line, columns, output);
    }
    output += row_bytes;
  }
  return output;
}

static uint32_t block_rows_of(const matrix_input* input, uint64_t block) {
  return clipped_edge(block / input->block_columns, input->block_edge, input->rows);
}

static uint32_t block_columns_of(const matrix_input* input, uint64_t block) {
  return clipped_edge(block % input->block_columns, input->block_edge, input->columns);
}

static uint64_t output_bytes(const matrix_input* input) {
  uint64_t elements = 0;
  for (uint64_t block = input->from_block; block < input->to_block; block++) {
    elements += (uint64_t)block_rows_of(input, block) * block_columns_of(input, block);
  }
  return elements * element_bytes(input->element_c);
}

static int64_t compute_block(const matrix_input* input, panel_table* a_panels, panel_table* b_panels, uint64_t block,
                             uint8_t** output) {
  int64_t error = 0;
  uint32_t rows = block_rows_of(input, block);
  uint32_t columns = block_columns_of(input, block);
  const double* a = panel_of(a_panels, block / input->block_columns, &error);
  if (a == NULL) return error;
  const double* b = panel_of(b_panels, block % input->block_columns, &error);
  if (b == NULL) return error;
  multiply_panels(a, b, rounded_to_group(rows) / 4, rounded_to_group(columns) / 4, input->inner);
  *output = store_block(input, rows, columns, *output);
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
    error = compute_block(&input, &a_panels, &b_panels, block, &next);
  }
  return error != 0 ? error : output_at(output, (uint32_t)size);
}

EXPORT(warmup) void warmup(void) {
  double a[8] = {1}, b[8] = {1};
  uint8_t row[40];
  for (uint32_t round = 0; round < WARMUP_ROUNDS; round++) {
    warm_panels();
    clear_tiles(tiles, 1);
    multiply_group(a, b, 8, 1, 2, tiles);
    store_row_f64(tiles, 5, row);
    store_row_f32(tiles, 5, row);
  }
}
