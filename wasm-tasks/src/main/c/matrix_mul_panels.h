/* The panels of one side (A's rows or B's columns) as f64, whatever the task's source and element types are. */
#ifndef PROCESSDISTRO_MATRIX_MUL_PANELS_H
#define PROCESSDISTRO_MATRIX_MUL_PANELS_H

#include "matrix_mul_input.h"

typedef enum { SIDE_A, SIDE_B } panel_side;

typedef struct {
  uint64_t block;     /* which block row or column; NO_BLOCK while empty */
  const uint8_t* raw; /* its elements in the input; null when they are made from the seed */
  double* made;       /* its elements as f64 where raw does not hold them so; null while not allocated */
} panel_slot;

typedef struct {
  const matrix_input* input;
  panel_side side;
  panel_slot* slots;
  uint32_t slot_count;
  uint32_t last; /* the slot that answered last: neighbours are asked for next */
} panel_table;

/* Lists the side's panels without making any. Returns 0 or an error code. */
int64_t open_panels(const matrix_input* input, panel_side side, panel_table* table);

/*
 * The panel of a block row or column in groups of 4, valid until the next call on this table. Null with *error set when
 * memory is short or the input does not hold this panel.
 */
const double* panel_of(panel_table* table, uint64_t block, int64_t* error);

#endif
