/* Reads and checks the header of matrix_mul; wasm-tasks/README.md has the layout. */
#include "matrix_mul_input.h"

#define FIXED_HEADER_BYTES 80u
#define EXTENT_MAX 0xffffffffull   /* rows and columns, so that block indexes never overflow */
#define BLOCKS_MAX 1048576ull      /* per task, so that the output length is found in a bounded number of steps */
#define PANELS_MAX 1048576u

static uint64_t panel_bytes(uint64_t block, uint64_t extent, const matrix_input* input, uint32_t element) {
  uint64_t edge = rounded_to_group(clipped_edge(block, input->block_edge, extent));
  return edge * input->inner * element_bytes(element);
}

static int64_t check_values(const matrix_input* input) {
  if (input->source > SOURCE_PANELS || input->element_a > ELEMENT_F32 || input->element_b > ELEMENT_F32) {
    return ERROR_VALUE;
  }
  if (input->element_c > ELEMENT_F32 || input->block_edge > 128 || input->block_edge % 4 != 0) return ERROR_VALUE;
  if (input->block_edge == 0 || input->inner == 0 || input->rows == 0 || input->columns == 0) return ERROR_HEADER;
  if (input->rows > EXTENT_MAX || input->columns > EXTENT_MAX) return ERROR_VALUE;
  return 0;
}

static int64_t check_range(const matrix_input* input) {
  uint64_t blocks = input->block_rows * input->block_columns;
  if (input->from_block >= input->to_block || input->to_block > blocks) return ERROR_HEADER;
  if (input->to_block - input->from_block > BLOCKS_MAX) return ERROR_VALUE;
  if (input->source == SOURCE_SEEDED) {
    return input->row_panel_count == 0 && input->column_panel_count == 0 ? 0 : ERROR_HEADER;
  }
  if (input->column_panel_count > PANELS_MAX || input->row_panel_count > PANELS_MAX) return ERROR_VALUE;
  return (uint64_t)input->row_panel_first + input->row_panel_count <= input->block_rows ? 0 : ERROR_HEADER;
}

/* Adds up what the panels take; the list of column ids is known to be inside of the input. */
static int64_t check_length(const matrix_input* input, uint64_t header_bytes, uint32_t length) {
  uint64_t expected = header_bytes;
  for (uint32_t row = 0; row < input->row_panel_count; row++) {
    expected += panel_bytes((uint64_t)input->row_panel_first + row, input->rows, input, input->element_a);
    if (expected > length) return ERROR_LENGTH;
  }
  for (uint32_t i = 0; i < input->column_panel_count; i++) {
    uint32_t column = load_u32(input->column_panels + 4 * i);
    if (column >= input->block_columns) return ERROR_HEADER;
    expected += panel_bytes(column, input->columns, input, input->element_b);
    if (expected > length) return ERROR_LENGTH;
  }
  return expected == length ? 0 : ERROR_LENGTH;
}

int64_t read_matrix_input(const uint8_t* bytes, uint32_t length, matrix_input* input) {
  if (length < FIXED_HEADER_BYTES) return ERROR_LENGTH;
  input->source = load_u32(bytes);
  input->element_a = load_u32(bytes + 4);
  input->element_b = load_u32(bytes + 8);
  input->element_c = load_u32(bytes + 12);
  input->block_edge = load_u32(bytes + 16);
  input->inner = load_u32(bytes + 20);
  input->rows = load_u64(bytes + 24);
  input->columns = load_u64(bytes + 32);
  input->from_block = load_u64(bytes + 40);
  input->to_block = load_u64(bytes + 48);
  input->seed = load_u64(bytes + 56);
  input->row_panel_first = load_u32(bytes + 64);
  input->row_panel_count = load_u32(bytes + 68);
  input->column_panel_count = load_u32(bytes + 72);
  if (load_u32(bytes + 76) != 0) return ERROR_HEADER;

  int64_t error = check_values(input);
  if (error != 0) return error;
  input->block_rows = (input->rows + input->block_edge - 1) / input->block_edge;
  input->block_columns = (input->columns + input->block_edge - 1) / input->block_edge;
  error = check_range(input);
  if (error != 0) return error;

  uint64_t header_bytes = (FIXED_HEADER_BYTES + 4ull * input->column_panel_count + 15u) & ~15ull;
  if (header_bytes > length) return ERROR_LENGTH;
  input->column_panels = bytes + FIXED_HEADER_BYTES;
  input->panels = bytes + header_bytes;
  return check_length(input, header_bytes, length);
}
