/* Smooth colours of escape counts. */
#ifndef PROCESSDISTRO_MANDELBROT_COLOUR_H
#define PROCESSDISTRO_MANDELBROT_COLOUR_H

#include "mandelbrot_lanes.h"

/* Writes red, green and blue of a lane that has run to its end: black when it never escaped. */
void colour_of(const lane_group* group, uint32_t lane, uint32_t max_iterations, uint8_t* rgb);

#endif
