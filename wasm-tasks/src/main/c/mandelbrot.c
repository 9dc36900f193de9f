/*
 * mandelbrot: escape counts or colours of a run of pixels. wasm-tasks/README.md has the layout.
 *
 * Four pixels at a time, as two vectors whose chains of dependent operations interleave. Counts equal scalar evaluation
 * bit for bit; mandelbrot_lanes.c argues why.
 */
#include "mandelbrot_colour.h"
#include "mandelbrot_lanes.h"

#define HEADER_BYTES 64u
#define ITERATIONS_MAX 10000000u
#define PIXELS_PER_CALL 512u

enum { OUTPUT_COUNTS = 0, OUTPUT_RGB = 1 };

typedef struct {
  uint32_t width, height, max_iterations, output;
  double x_min, y_min, x_range, y_range;
  uint64_t from_pixel, to_pixel;
} image_input;

static lane_group lanes;

static int is_finite(double value) { return value - value == 0.0; }

static int64_t read_input(const uint8_t* bytes, uint32_t length, image_input* input) {
  if (length != HEADER_BYTES) return ERROR_LENGTH;
  double x_max = load_f64(bytes + 24), y_max = load_f64(bytes + 40);
  *input = (image_input){load_u32(bytes),          load_u32(bytes + 4),      load_u32(bytes + 8),
                         load_u32(bytes + 12),     load_f64(bytes + 16),     load_f64(bytes + 32),
                         0,                        0,                        load_u64(bytes + 48),
                         load_u64(bytes + 56)};
  input->x_range = x_max - input->x_min;
  input->y_range = y_max - input->y_min;
  if (!is_finite(input->x_min) || !is_finite(input->y_min)) return ERROR_HEADER;
  if (!is_finite(input->x_range) || !is_finite(input->y_range)) return ERROR_HEADER;
  if (input->width == 0 || input->height == 0 || input->max_iterations == 0) return ERROR_HEADER;
  if (input->max_iterations > ITERATIONS_MAX || input->output > OUTPUT_RGB) return ERROR_VALUE;
  uint64_t pixels = (uint64_t)input->width * input->height;
  return input->from_pixel < input->to_pixel && input->to_pixel <= pixels ? 0 : ERROR_HEADER;
}

/* Puts up to LANES pixels from this one on at their points of the plane; lanes beyond count stay idle. */
static inline void place_pixels(const image_input* input, uint64_t pixel, uint32_t count) {
  uint32_t row = (uint32_t)(pixel / input->width);
  uint32_t column = (uint32_t)(pixel % input->width);
  for (uint32_t lane = 0; lane < count; lane++) {
    double cx = input->x_min + input->x_range * (double)column / (double)input->width;
    double cy = input->y_min + input->y_range * (double)row / (double)input->height;
    start_lane(&lanes, lane, cx, cy);
    if (++column == input->width) column = 0, row++;
  }
  for (uint32_t lane = count; lane < LANES; lane++) idle_lane(&lanes, lane);
}

static inline void write_counts(uint32_t count, uint8_t* output) {
  for (uint32_t lane = 0; lane < count; lane++) {
    uint32_t steps = (uint32_t)lanes.steps[lane];
    __builtin_memcpy(output + 4 * lane, &steps, 4);
  }
}

/* Computes and writes count pixels. */
HOT void render(const image_input* input, uint64_t pixel, uint32_t count, uint8_t* output) {
  for (uint32_t done = 0; done < count; done += LANES) {
    uint32_t width = count - done < LANES ? count - done : LANES;
    place_pixels(input, pixel + done, width);
    run_to_escape(&lanes, input->max_iterations);
    if (input->output == OUTPUT_RGB) {
      write_colours(&lanes, width, input->max_iterations, output + 3 * done);
    } else {
      write_counts(width, output + 4 * done);
    }
  }
}

EXPORT(execute) int64_t execute(const uint8_t* bytes, uint32_t length) {
  image_input input;
  int64_t error = read_input(bytes, length, &input);
  if (error != 0) return error;
  uint32_t pixel_bytes = input.output == OUTPUT_RGB ? 3 : 4;
  uint64_t size = input.to_pixel - input.from_pixel;
  size = size > 0x7fffffffu ? size : size * pixel_bytes;
  uint8_t* output = size > 0x7fffffffu ? NULL : allocate((uint32_t)size);
  if (output == NULL) return ERROR_MEMORY;

  uint8_t* next = output;
  for (uint64_t pixel = input.from_pixel; pixel < input.to_pixel; pixel += PIXELS_PER_CALL) {
    uint32_t count = input.to_pixel - pixel < PIXELS_PER_CALL ? (uint32_t)(input.to_pixel - pixel) : PIXELS_PER_CALL;
    render(&input, pixel, count, next);
    next += count * pixel_bytes;
  }
  return output_at(output, (uint32_t)size);
}

/* Pieces of small images: inside, outside, and at -0.75, where an orbit neither escapes nor soon finds its cycle. */
EXPORT(warmup) void warmup(void) {
  static const image_input colours = {9, 7, 40, OUTPUT_RGB, -2.0, -1.2, 3.0, 2.4, 0, 63};
  static const image_input counts = {9, 7, 2500, OUTPUT_COUNTS, -2.0, -0.9, 2.25, 2.1, 0, 63};
  static uint8_t output[4 * 9];
  warm_lanes(&lanes);
  for (uint32_t round = 0; round < WARMUP_ROUNDS; round++) {
    render(round % 2 == 0 ? &counts : &colours, 9 * (round / 2 % 7), LANES + round % 2, output);
  }
}
