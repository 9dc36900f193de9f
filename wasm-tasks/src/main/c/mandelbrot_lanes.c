/*
 * The orbits. Two loops share the work: a plain one that only multiplies and adds, CHUNK_STEPS steps between two looks
 * at |z|, and an exact one that looks after each step. The plain one hands over as soon as an escape is possible, at
 * the state before the chunk, so that the exact one decides. That no escape slips through unseen:
 *
 *   Let a lane escape within a chunk: its rounded |z|^2 exceeds 4, so |z| >= 2 - e, with e < 1e-15 for the rounding.
 *   If |c| > 2 + e, the first step (always made by the exact loop) ends the lane. Else each further step gives
 *   |z'| >= |z|^2 - |c| >= 2 - 5e at the worst, a deficit that grows at most fivefold (and a rounding) per step:
 *   after 8 steps it is below 5^9 * 1e-15 < 2e-9, so |z|^2 > 3.999 at the chunk's end, which is the looser test there.
 *   An orbit that overflows becomes infinite or NaN, and NaN fails the test too.
 *
 * An orbit whose z returns to exactly the same bits repeats for ever, so it has max_iterations as its count at once.
 */
#include "mandelbrot_lanes.h"

#include <wasm_simd128.h>

#define CHUNK_STEPS 8u
#define EXACT_STEPS 16u
#define CHUNKS_PER_CALL_MIN 16u
#define CHUNKS_PER_CALL_MAX 128u
#define SAFE_SQUARE 3.999

#define STEP(x, y, cx, cy)                                                                \
  do {                                                                                    \
    v128_t doubled = wasm_f64x2_add(x, x);                                                \
    v128_t next_x = wasm_f64x2_add(wasm_f64x2_sub(wasm_f64x2_mul(x, x), wasm_f64x2_mul(y, y)), cx); \
    y = wasm_f64x2_add(wasm_f64x2_mul(doubled, y), cy);                                   \
    x = next_x;                                                                           \
  } while (0)

static inline v128_t square(v128_t x, v128_t y) { return wasm_f64x2_add(wasm_f64x2_mul(x, x), wasm_f64x2_mul(y, y)); }

/*
 * Makes up to chunks chunks of plain steps with the live lanes and returns how many. Stops before a chunk in which a lane
 * may escape, and after one that brings a live lane back to where this call began.
 */
HOT uint32_t run_chunks(lane_group* group, uint32_t chunks) {
  const v128_t a_live = wasm_v128_load(group->live), b_live = wasm_v128_load(group->live + 2);
  v128_t ax = wasm_v128_and(wasm_v128_load(group->x), a_live), bx = wasm_v128_and(wasm_v128_load(group->x + 2), b_live);
  v128_t ay = wasm_v128_and(wasm_v128_load(group->y), a_live), by = wasm_v128_and(wasm_v128_load(group->y + 2), b_live);
  const v128_t acx = wasm_v128_and(wasm_v128_load(group->cx), a_live);
  const v128_t acy = wasm_v128_and(wasm_v128_load(group->cy), a_live);
  const v128_t bcx = wasm_v128_and(wasm_v128_load(group->cx + 2), b_live);
  const v128_t bcy = wasm_v128_and(wasm_v128_load(group->cy + 2), b_live);
  const v128_t start_ax = ax, start_bx = bx, start_ay = ay, start_by = by;
  const v128_t safe = wasm_f64x2_const(SAFE_SQUARE, SAFE_SQUARE);
  uint32_t done = 0;
  while (done < chunks) {
    v128_t px = ax, py = ay, qx = bx, qy = by;
#pragma clang loop unroll(full)
    for (uint32_t s = 0; s < CHUNK_STEPS; s++) {
      STEP(px, py, acx, acy);
      STEP(qx, qy, bcx, bcy);
    }
    v128_t inside = wasm_v128_and(wasm_f64x2_le(square(px, py), safe), wasm_f64x2_le(square(qx, qy), safe));
    if (!wasm_i64x2_all_true(inside)) break;
    ax = px, ay = py, bx = qx, by = qy;
    done++;
    v128_t a_back = wasm_v128_and(wasm_f64x2_eq(ax, start_ax), wasm_f64x2_eq(ay, start_ay));
    v128_t b_back = wasm_v128_and(wasm_f64x2_eq(bx, start_bx), wasm_f64x2_eq(by, start_by));
    if (wasm_v128_any_true(wasm_v128_or(wasm_v128_and(a_back, a_live), wasm_v128_and(b_back, b_live)))) break;
  }
  wasm_v128_store(group->start_x, start_ax), wasm_v128_store(group->start_x + 2, start_bx);
  wasm_v128_store(group->start_y, start_ay), wasm_v128_store(group->start_y + 2, start_by);
  wasm_v128_store(group->x, wasm_v128_or(ax, wasm_v128_andnot(wasm_v128_load(group->x), a_live)));
  wasm_v128_store(group->y, wasm_v128_or(ay, wasm_v128_andnot(wasm_v128_load(group->y), a_live)));
  wasm_v128_store(group->x + 2, wasm_v128_or(bx, wasm_v128_andnot(wasm_v128_load(group->x + 2), b_live)));
  wasm_v128_store(group->y + 2, wasm_v128_or(by, wasm_v128_andnot(wasm_v128_load(group->y + 2), b_live)));
  return done;
}

/* Makes up to limit exact steps; returns whether a lane is still live. Stops early when none is. */
HOT uint32_t run_exactly(lane_group* group, uint32_t limit) {
  v128_t ax = wasm_v128_load(group->x), bx = wasm_v128_load(group->x + 2);
  v128_t ay = wasm_v128_load(group->y), by = wasm_v128_load(group->y + 2);
  const v128_t acx = wasm_v128_load(group->cx), bcx = wasm_v128_load(group->cx + 2);
  const v128_t acy = wasm_v128_load(group->cy), bcy = wasm_v128_load(group->cy + 2);
  v128_t a_live = wasm_v128_load(group->live), b_live = wasm_v128_load(group->live + 2);
  v128_t a_steps = wasm_v128_load(group->steps), b_steps = wasm_v128_load(group->steps + 2);
  const v128_t four = wasm_f64x2_const(4, 4);
  for (uint32_t s = 0; s < limit; s++) {
    a_live = wasm_v128_and(a_live, wasm_f64x2_le(square(ax, ay), four));
    b_live = wasm_v128_and(b_live, wasm_f64x2_le(square(bx, by), four));
    if (!wasm_v128_any_true(wasm_v128_or(a_live, b_live))) break;
    a_steps = wasm_i64x2_sub(a_steps, a_live);
    b_steps = wasm_i64x2_sub(b_steps, b_live);
    v128_t px = ax, py = ay, qx = bx, qy = by;
    STEP(px, py, acx, acy);
    STEP(qx, qy, bcx, bcy);
    ax = wasm_v128_bitselect(px, ax, a_live), ay = wasm_v128_bitselect(py, ay, a_live);
    bx = wasm_v128_bitselect(qx, bx, b_live), by = wasm_v128_bitselect(qy, by, b_live);
  }
  wasm_v128_store(group->x, ax), wasm_v128_store(group->x + 2, bx);
  wasm_v128_store(group->y, ay), wasm_v128_store(group->y + 2, by);
  wasm_v128_store(group->live, a_live), wasm_v128_store(group->live + 2, b_live);
  wasm_v128_store(group->steps, a_steps), wasm_v128_store(group->steps + 2, b_steps);
  return wasm_v128_any_true(wasm_v128_or(a_live, b_live));
}

/* Adds steps to the live lanes; those that are back at the start of the last run_chunks have found their cycle. */
static inline void count_plain_steps(lane_group* group, uint32_t steps, uint32_t max_iterations) {
  v128_t added = wasm_i64x2_splat(steps), most = wasm_i64x2_splat(max_iterations);
  for (uint32_t lane = 0; lane < LANES; lane += 2) {
    v128_t live = wasm_v128_load(group->live + lane);
    v128_t back = wasm_v128_and(live, wasm_f64x2_eq(wasm_v128_load(group->x + lane), wasm_v128_load(group->start_x + lane)));
    back = wasm_v128_and(back, wasm_f64x2_eq(wasm_v128_load(group->y + lane), wasm_v128_load(group->start_y + lane)));
    v128_t count = wasm_i64x2_add(wasm_v128_load(group->steps + lane), wasm_v128_and(live, added));
    wasm_v128_store(group->steps + lane, wasm_v128_bitselect(most, count, back));
    wasm_v128_store(group->live + lane, wasm_v128_andnot(live, back));
  }
}

static inline uint32_t any_live(const lane_group* group) {
  return wasm_v128_any_true(wasm_v128_or(wasm_v128_load(group->live), wasm_v128_load(group->live + 2)));
}

/* Runs plain steps while nothing escapes, at most limit. Returns how many. */
HOT uint32_t run_plainly(lane_group* group, uint32_t limit, uint32_t max_iterations) {
  uint32_t steps = 0, call_chunks = CHUNKS_PER_CALL_MIN;
  while (limit - steps >= CHUNK_STEPS) {
    uint32_t chunks = (limit - steps) / CHUNK_STEPS;
    if (chunks > call_chunks) chunks = call_chunks;
    uint32_t done = run_chunks(group, chunks);
    steps += done * CHUNK_STEPS;
    if (done > 0) count_plain_steps(group, done * CHUNK_STEPS, max_iterations);
    if (done < chunks || !any_live(group)) break;
    if (call_chunks < CHUNKS_PER_CALL_MAX) call_chunks *= 2;
  }
  return steps;
}

HOT_SHARED void run_to_escape(lane_group* group, uint32_t max_iterations) {
  uint32_t steps = 0;
  while (steps < max_iterations) {
    uint32_t exact = max_iterations - steps < EXACT_STEPS ? max_iterations - steps : EXACT_STEPS;
    if (!run_exactly(group, exact)) return;
    steps += exact;
    steps += run_plainly(group, max_iterations - steps, max_iterations);
  }
}
