/* Orbits of z -> z^2 + c, several advanced together. */
#ifndef PROCESSDISTRO_MANDELBROT_LANES_H
#define PROCESSDISTRO_MANDELBROT_LANES_H

#include "abi.h"

#define LANES 8u

/* One column per lane. A live lane has live = -1 (all bits set), else 0; z of an escaped lane stays where it escaped. */
typedef struct {
  double x[LANES], y[LANES];   /* z */
  double cx[LANES], cy[LANES]; /* c */
  int64_t steps[LANES];        /* steps made while |z|^2 <= 4 */
  int64_t live[LANES];

  /* What run_chunks works on: z and c of live lanes, 0 elsewhere; and the z that it began with. */
  double plain_x[LANES], plain_y[LANES], plain_cx[LANES], plain_cy[LANES];
  double start_x[LANES], start_y[LANES];
} __attribute__((aligned(16))) lane_group;

static inline void start_lane(lane_group* group, uint32_t lane, double cx, double cy) {
  group->x[lane] = 0, group->y[lane] = 0;
  group->cx[lane] = cx, group->cy[lane] = cy;
  group->steps[lane] = 0, group->live[lane] = -1;
}

static inline void idle_lane(lane_group* group, uint32_t lane) { group->live[lane] = 0; }

/* Advances all live lanes until each has escaped or has max_iterations (at least 1) as its number of steps. */
void run_to_escape(lane_group* group, uint32_t max_iterations);

/* Runs the inner loops briefly through all of their branches. */
void warm_lanes(lane_group* group);

#endif
