/**
 * Task type {@code mandelbrot}: an image of the Mandelbrot set in runs of pixels.
 *
 * <p>{@link io.processdistro.controller.tasks.mandelbrot.Mandelbrot} checks the request, {@code
 * MandelbrotPlan} gives each run of pixels its header, {@code PngAssembly} compresses bands of rows
 * while others are still computed, {@code CountsAssembly} writes iteration counts as .npy.
 */
package io.processdistro.controller.tasks.mandelbrot;
