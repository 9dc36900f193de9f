/*
 * The orbits, two lanes to a vector, and enough vectors that the processor always has independent operations at hand.
 * Two loops share the work: a plain one that only multiplies and adds, CHUNK_STEPS steps between two looks at |z|, and an
 * exact one that looks after each step. The plain one hands over as soon as an escape is possible, at the state before
 * the chunk, so that the exact one decides. That no escape slips through unseen:
 *
 *   Let a lane escape within a chunk: its rounded |z|^2 exceeds 4, so |z| >= 2 - e with e < 4e-15 for the rounding.
 *   If |c| > 2 + e, the first step, which the exact loop makes, has ended the lane. Else a further step gives
 *   |z'| >= |z|^2 - |c| >= 2 - 5e: the deficit grows at most fivefold per step. After 8 steps it is below 5^9 * 4e-15,
 *   less than 1e-8, so |z|^2 > 3.999 at the chunk's end, and that fails the test there. An orbit that overflows becomes
 *   infinite or NaN, and NaN fails the test too.
 *
 * An orbit whose z returns to exactly the same bits repeats for ever, so it has max_iterations as its count at once.
 */
#include "mandelbrot_lanes.h"

#include <wasm_simd128.h>

#define VECTORS (LANES / 2)
#define EACH_VECTOR _Pragma("clang loop unroll(full)") for (uint32_t v = 0; v < VECTORS; v++)

#define CHUNK_STEPS 8u
#define STEPS_TOGETHER 4u /* per iteration, which in GraalWasm carries every local; more only compile longer */
#define FIRST_EXACT_STEPS 16u
#define SAFE_SQUARE 3.999

/* A call of run_chunks makes 15 * 2^n chunks, so that a cycle of 2, 3, 5 or any product of these is back at its start. */
#define CALL_CHUNKS_MIN 15u
#define CALL_CHUNKS_MAX 120u

typedef struct {
  v128_t of[VECTORS];
} vectors;

static inline vectors load(const void* lanes) {
  vectors all;
  EACH_VECTOR all.of[v] = wasm_v128_load((const v128_t*)lanes + v);
  return all;
}

static inline void store(void* lanes, vectors all) { EACH_VECTOR wasm_v128_store((v128_t*)lanes + v, all.of[v]); }

static inline v128_t square(v128_t x, v128_t y) { return wasm_f64x2_add(wasm_f64x2_mul(x, x), wasm_f64x2_mul(y, y)); }

/* One step of z -> z^2 + c. */
static inline void step(v128_t* x, v128_t* y, v128_t cx, v128_t cy) {
  v128_t doubled = wasm_f64x2_add(*x, *x);
  v128_t difference = wasm_f64x2_sub(wasm_f64x2_mul(*x, *x), wasm_f64x2_mul(*y, *y));
  *y = wasm_f64x2_add(wasm_f64x2_mul(doubled, *y), cy);
  *x = wasm_f64x2_add(difference, cx);
}

/*
 * Makes up to chunks chunks of plain steps and returns how many. Stops before a chunk in which a lane may escape. The
 * state before each chunk is kept in memory: in GraalWasm each local of a loop costs in every iteration.
 */
HOT uint32_t run_chunks(lane_group* group, uint32_t chunks) {
  vectors x = load(group->plain_x), y = load(group->plain_y);
  const vectors cx = load(group->plain_cx), cy = load(group->plain_cy);
  for (uint32_t done = 0; done < chunks; done++) {
#pragma clang loop unroll(disable)
    for (uint32_t s = 0; s < CHUNK_STEPS; s += STEPS_TOGETHER) {
      EACH_VECTOR {
        _Pragma("clang loop unroll(full)") for (uint32_t t = 0; t < STEPS_TOGETHER; t++) {
          step(&x.of[v], &y.of[v], cx.of[v], cy.of[v]);
        }
      }
    }
    v128_t unsafe = wasm_i64x2_const(0, 0);
    EACH_VECTOR {
      v128_t inside = wasm_f64x2_le(square(x.of[v], y.of[v]), wasm_f64x2_const(SAFE_SQUARE, SAFE_SQUARE));
      unsafe = wasm_v128_or(unsafe, wasm_v128_not(inside));
    }
    if (wasm_v128_any_true(unsafe)) return done;
    store(group->plain_x, x), store(group->plain_y, y);
  }
  return chunks;
}

/* Makes up to limit exact steps; returns whether a lane is still live. Stops early when none is. */
HOT uint32_t run_exactly(lane_group* group, uint32_t limit) {
  vectors x = load(group->x), y = load(group->y), live = load(group->live), steps = load(group->steps);
  const vectors cx = load(group->cx), cy = load(group->cy);
  v128_t any = wasm_i64x2_const(0, 0);
  for (uint32_t s = 0; s < limit; s++) {
    any = wasm_i64x2_const(0, 0);
    EACH_VECTOR {
      v128_t inside = wasm_f64x2_le(square(x.of[v], y.of[v]), wasm_f64x2_const(4, 4));
      live.of[v] = wasm_v128_and(live.of[v], inside);
      any = wasm_v128_or(any, live.of[v]);
      steps.of[v] = wasm_i64x2_sub(steps.of[v], live.of[v]);
      v128_t next_x = x.of[v], next_y = y.of[v];
      step(&next_x, &next_y, cx.of[v], cy.of[v]);
      x.of[v] = wasm_v128_bitselect(next_x, x.of[v], live.of[v]);
      y.of[v] = wasm_v128_bitselect(next_y, y.of[v], live.of[v]);
    }
    if (!wasm_v128_any_true(any)) break;
  }
  store(group->x, x), store(group->y, y), store(group->live, live), store(group->steps, steps);
  return wasm_v128_any_true(any);
}

/* Puts the live lanes where run_chunks works, and the others to rest. */
HOT void begin_plain(lane_group* group) {
#pragma clang loop unroll(disable)
  for (uint32_t lane = 0; lane < LANES; lane += 2) {
    const v128_t live = wasm_v128_load(group->live + lane);
    const v128_t x = wasm_v128_and(wasm_v128_load(group->x + lane), live);
    const v128_t y = wasm_v128_and(wasm_v128_load(group->y + lane), live);
    wasm_v128_store(group->plain_x + lane, x), wasm_v128_store(group->start_x + lane, x);
    wasm_v128_store(group->plain_y + lane, y), wasm_v128_store(group->start_y + lane, y);
    wasm_v128_store(group->plain_cx + lane, wasm_v128_and(wasm_v128_load(group->cx + lane), live));
    wasm_v128_store(group->plain_cy + lane, wasm_v128_and(wasm_v128_load(group->cy + lane), live));
  }
}

/* Takes over what run_chunks has done. Live lanes that are back at its start have found their cycle and are at rest. */
HOT uint32_t end_plain(lane_group* group, uint32_t made, uint32_t max_iterations) {
  v128_t any = wasm_i64x2_const(0, 0);
#pragma clang loop unroll(disable)
  for (uint32_t lane = 0; lane < LANES; lane += 2) {
    v128_t live = wasm_v128_load(group->live + lane), steps = wasm_v128_load(group->steps + lane);
    const v128_t x = wasm_v128_load(group->plain_x + lane), y = wasm_v128_load(group->plain_y + lane);
    const v128_t same_x = wasm_f64x2_eq(x, wasm_v128_load(group->start_x + lane));
    const v128_t same_y = wasm_f64x2_eq(y, wasm_v128_load(group->start_y + lane));
    const v128_t back = wasm_v128_and(live, wasm_v128_and(same_x, same_y));
    wasm_v128_store(group->x + lane, wasm_v128_bitselect(x, wasm_v128_load(group->x + lane), live));
    wasm_v128_store(group->y + lane, wasm_v128_bitselect(y, wasm_v128_load(group->y + lane), live));
    steps = wasm_i64x2_add(steps, wasm_v128_and(live, wasm_i64x2_splat(made)));
    wasm_v128_store(group->steps + lane, wasm_v128_bitselect(wasm_i64x2_splat(max_iterations), steps, back));
    live = wasm_v128_andnot(live, back);
    wasm_v128_store(group->live + lane, live);
    any = wasm_v128_or(any, live);
  }
  return wasm_v128_any_true(any);
}

/* Runs plain steps while nothing escapes, at most limit; *live tells whether a lane is still live. Returns how many. */
HOT uint32_t run_plainly(lane_group* group, uint32_t limit, uint32_t max_iterations, uint32_t* live) {
  uint32_t steps = 0, call_chunks = CALL_CHUNKS_MIN;
  while (limit - steps >= CHUNK_STEPS) {
    uint32_t chunks = (limit - steps) / CHUNK_STEPS;
    if (chunks > call_chunks) chunks = call_chunks;
    begin_plain(group);
    uint32_t done = run_chunks(group, chunks);
    steps += done * CHUNK_STEPS;
    if (done > 0) *live = end_plain(group, done * CHUNK_STEPS, max_iterations);
    if (done < chunks || !*live) break;
    if (call_chunks < CALL_CHUNKS_MAX) call_chunks *= 2;
  }
  return steps;
}

HOT_SHARED void run_to_escape(lane_group* group, uint32_t max_iterations) {
  uint32_t steps = 0, live = 1, exact_steps = FIRST_EXACT_STEPS;
  while (live && steps < max_iterations) {
    uint32_t exact = max_iterations - steps < exact_steps ? max_iterations - steps : exact_steps;
    live = run_exactly(group, exact);
    steps += exact;
    exact_steps = CHUNK_STEPS;
    if (live) steps += run_plainly(group, max_iterations - steps, max_iterations, &live);
  }
}

static void start_all(lane_group* group, double cx) {
  for (uint32_t lane = 0; lane < LANES; lane++) start_lane(group, lane, cx, 0);
}

void warm_lanes(lane_group* group) {
  for (uint32_t round = 0; round < WARMUP_ROUNDS; round++) {
    start_all(group, round % 2 == 0 ? 0 : 3); /* never escapes, or at once */
    begin_plain(group);
    run_chunks(group, 2);
    run_exactly(group, 2);
  }
  static const double points[] = {0, 3, 0.26, -0.75}; /* finds its cycle at once, escapes at once, late, neither */
  for (uint32_t round = 0; round < WARMUP_ROUNDS; round++) {
    uint32_t live = 1;
    start_all(group, points[round % 4]);
    run_plainly(group, 4 * CALL_CHUNKS_MAX * CHUNK_STEPS, 100000, &live);
  }
}
