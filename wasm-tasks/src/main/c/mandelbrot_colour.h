/* Smooth colours of escape counts. */
#ifndef PROCESSDISTRO_MANDELBROT_COLOUR_H
#define PROCESSDISTRO_MANDELBROT_COLOUR_H

#include "mandelbrot_lanes.h"

/* Writes red, green and blue of the first count lanes, which have run to their end: black where one never escaped. */
void write_colours(const lane_group* group, uint32_t count, uint32_t max_iterations, uint8_t* rgb);

#endif
