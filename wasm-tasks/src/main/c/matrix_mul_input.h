/* The checked input of matrix_mul. */
#ifndef PROCESSDISTRO_MATRIX_MUL_INPUT_H
#define PROCESSDISTRO_MATRIX_MUL_INPUT_H

#include "abi.h"

enum { SOURCE_SEEDED = 0, SOURCE_PANELS = 1 };
enum { ELEMENT_F64 = 0, ELEMENT_F32 = 1 };

typedef struct {
  uint32_t source;
  uint32_t element_a, element_b, element_c;
  uint32_t block_edge;
  uint32_t inner;
  uint64_t rows, columns;
  uint64_t block_rows, block_columns;
  uint64_t from_block, to_block;
  uint64_t seed;
  uint32_t row_panel_first, row_panel_count, column_panel_count;
  const uint8_t* column_panels; /* u32 ids, at any alignment */
  const uint8_t* panels;        /* A panels, then B panels */
} matrix_input;

/* Elements of the blocks and panels along one axis, the last one clipped by the matrix's edge. */
static inline uint32_t clipped_edge(uint64_t block, uint32_t block_edge, uint64_t extent) {
  uint64_t rest = extent - block * block_edge;
  return rest < block_edge ? (uint32_t)rest : block_edge;
}

/* Where a block lies in C, counted in blocks. */
typedef struct {
  uint64_t row, column;
} block_place;

/*
 * Blocks are numbered in bands of BAND_ROWS block rows, within a band column by column, within a column from top to
 * bottom: a run of blocks is then nearly square and needs few panels. The last band takes the rows that are left over.
 */
#define BAND_ROWS 4u
#define BAND_ROWS_MAX (2 * BAND_ROWS - 1)

static inline block_place place_of(const matrix_input* input, uint64_t block) {
  uint64_t last_band = input->block_rows < BAND_ROWS ? 0 : input->block_rows / BAND_ROWS - 1;
  uint64_t band = block / (BAND_ROWS * input->block_columns);
  if (band > last_band) band = last_band;
  uint64_t rows = band < last_band ? BAND_ROWS : input->block_rows - band * BAND_ROWS;
  uint64_t in_band = block - band * BAND_ROWS * input->block_columns;
  return (block_place){band * BAND_ROWS + in_band % rows, in_band / rows};
}

static inline uint32_t rounded_to_group(uint32_t count) { return (count + 3u) & ~3u; }

static inline uint32_t element_bytes(uint32_t element) { return element == ELEMENT_F32 ? 4 : 8; }

/* Fills input from length bytes at bytes. Returns 0, or the error code of what is wrong. */
int64_t read_matrix_input(const uint8_t* bytes, uint32_t length, matrix_input* input);

#endif
