/* Makes panels from the seed, widens f32 panels, and finds f64 panels in the input. */
#include "matrix_mul_panels.h"

#include <wasm_simd128.h>

#define CACHE_BYTES_MAX (64u << 20) /* of each side */
#define STEPS_PER_CALL 256u
#define NO_BLOCK UINT64_MAX

/* Uniform in [-1, 1): the upper 53 bits as a fraction, stretched. Every operation is exact. */
static inline double seeded_element(uint64_t state) {
  return (double)(int64_t)(splitmix64_mix(state) >> 11) * 0x1p-53 * 2.0 - 1.0;
}

/* Fills steps times 4 elements: element lane of step s has the state first + s*step_gamma + lane*lane_gamma. */
HOT void seed_group(double* group, uint64_t first, uint64_t step_gamma, uint64_t lane_gamma, uint32_t steps) {
  for (uint32_t s = 0; s < steps; s++) {
    group[0] = seeded_element(first);
    group[1] = seeded_element(first + lane_gamma);
    group[2] = seeded_element(first + 2 * lane_gamma);
    group[3] = seeded_element(first + 3 * lane_gamma);
    group += 4;
    first += step_gamma;
  }
}

HOT void clear_lanes(double* group, uint32_t lane_first, uint32_t steps) {
  for (uint32_t s = 0; s < steps; s++) {
    for (uint32_t lane = lane_first; lane < 4; lane++) group[4 * s + lane] = 0.0;
  }
}

HOT void widen_group(double* group, const float* narrow, uint32_t steps) {
  for (uint32_t s = 0; s < steps; s++) {
    v128_t four = wasm_v128_load(narrow + 4 * s);
    wasm_v128_store(group + 4 * s, wasm_f64x2_promote_low_f32x4(four));
    wasm_v128_store(group + 4 * s + 2, wasm_f64x2_promote_low_f32x4(wasm_i32x4_shuffle(four, four, 2, 3, 2, 3)));
  }
}

/*
 * Element (i, k) of A has state seed + GAMMA*(1 + 2*(i*inner + k)), element (k, j) of B has
 * seed + GAMMA*(2 + 2*(k*columns + j)): all states of a job differ, and neighbours differ by a constant.
 */
static void seed_panel(const matrix_input* input, panel_side side, uint64_t block, uint32_t edge, double* panel) {
  uint64_t lane_stride = side == SIDE_A ? input->inner : 1;
  uint64_t step_stride = side == SIDE_A ? 1 : input->columns;
  uint64_t offset = side == SIDE_A ? 1 : 2;
  for (uint32_t lane = 0; lane < edge; lane += 4) {
    uint64_t line = block * input->block_edge + lane;
    for (uint32_t k = 0; k < input->inner; k += STEPS_PER_CALL) {
      uint32_t steps = input->inner - k < STEPS_PER_CALL ? input->inner - k : STEPS_PER_CALL;
      uint64_t first = input->seed + GOLDEN_GAMMA * (offset + 2 * (line * lane_stride + k * step_stride));
      double* group = panel + 4 * ((size_t)(lane / 4) * input->inner + k);
      seed_group(group, first, GOLDEN_GAMMA * 2 * step_stride, GOLDEN_GAMMA * 2 * lane_stride, steps);
      if (edge - lane < 4) clear_lanes(group, edge - lane, steps);
    }
  }
}

static void widen_panel(const float* narrow, uint64_t steps_left, double* panel) {
  while (steps_left > 0) {
    uint32_t steps = steps_left < STEPS_PER_CALL ? (uint32_t)steps_left : STEPS_PER_CALL;
    widen_group(panel, narrow, steps);
    panel += 4 * (size_t)steps;
    narrow += 4 * (size_t)steps;
    steps_left -= steps;
  }
}

static uint64_t panel_elements(const matrix_input* input, panel_side side, uint64_t block) {
  uint64_t extent = side == SIDE_A ? input->rows : input->columns;
  return (uint64_t)rounded_to_group(clipped_edge(block, input->block_edge, extent)) * input->inner;
}

/*
 * Seeded panels share as many slots as the cache's budget allows, at least one: block b lives in slot b modulo slots. Of A
 * only the rows of one band are in use at a time.
 */
static uint32_t seeded_slots(const matrix_input* input, panel_side side) {
  uint64_t slots = CACHE_BYTES_MAX / (8ull * input->block_edge * input->inner);
  uint64_t useful = side == SIDE_A ? input->block_rows : input->block_columns;
  if (side == SIDE_A && useful > BAND_ROWS_MAX) useful = BAND_ROWS_MAX;
  if (slots > useful) slots = useful;
  return slots == 0 ? 1 : (uint32_t)slots;
}

/* Notes where each listed panel begins; the header's check has added up the same lengths. */
static void list_panels(const matrix_input* input, panel_table* table) {
  const uint8_t* raw = input->panels;
  for (uint32_t i = 0; i < input->row_panel_count; i++) {
    uint64_t block = (uint64_t)input->row_panel_first + i;
    if (table->side == SIDE_A) table->slots[i] = (panel_slot){block, raw, NULL};
    raw += panel_elements(input, SIDE_A, block) * element_bytes(input->element_a);
  }
  if (table->side == SIDE_A) return;
  for (uint32_t i = 0; i < input->column_panel_count; i++) {
    uint64_t block = load_u32(input->column_panels + 4 * i);
    table->slots[i] = (panel_slot){block, raw, NULL};
    raw += panel_elements(input, SIDE_B, block) * element_bytes(input->element_b);
  }
}

int64_t open_panels(const matrix_input* input, panel_side side, panel_table* table) {
  int seeded = input->source == SOURCE_SEEDED;
  uint32_t listed = side == SIDE_A ? input->row_panel_count : input->column_panel_count;
  *table = (panel_table){input, side, NULL, seeded ? seeded_slots(input, side) : listed, 0};
  table->slots = allocate((uint32_t)(table->slot_count * sizeof(panel_slot)));
  if (table->slots == NULL) return ERROR_MEMORY;
  if (!seeded) list_panels(input, table);
  for (uint32_t i = 0; seeded && i < table->slot_count; i++) table->slots[i] = (panel_slot){NO_BLOCK, NULL, NULL};
  return 0;
}

static panel_slot* find_slot(panel_table* table, uint64_t block) {
  if (table->input->source == SOURCE_SEEDED) return &table->slots[block % table->slot_count];
  for (uint32_t tried = 0; tried < table->slot_count; tried++) {
    panel_slot* slot = &table->slots[table->last];
    if (slot->block == block) return slot;
    table->last = table->last + 1 == table->slot_count ? 0 : table->last + 1;
  }
  return NULL;
}

const double* panel_of(panel_table* table, uint64_t block, int64_t* error) {
  const matrix_input* input = table->input;
  panel_slot* slot = find_slot(table, block);
  if (slot == NULL) {
    *error = ERROR_HEADER;
    return NULL;
  }
  uint32_t element = table->side == SIDE_A ? input->element_a : input->element_b;
  if (slot->raw != NULL && element == ELEMENT_F64) return (const double*)slot->raw;
  if (slot->made != NULL && slot->block == block) return slot->made;

  uint64_t elements = panel_elements(input, table->side, block);
  if (slot->made == NULL) {
    uint64_t bytes = 8 * (slot->raw != NULL ? elements : (uint64_t)input->block_edge * input->inner);
    slot->made = bytes > 0x7fffffffu ? NULL : allocate((uint32_t)bytes);
    if (slot->made == NULL) {
      *error = ERROR_MEMORY;
      return NULL;
    }
  }
  slot->block = block;
  if (slot->raw != NULL) {
    widen_panel((const float*)slot->raw, elements / 4, slot->made);
  } else {
    uint64_t extent = table->side == SIDE_A ? input->rows : input->columns;
    seed_panel(input, table->side, block, clipped_edge(block, input->block_edge, extent), slot->made);
  }
  return slot->made;
}
