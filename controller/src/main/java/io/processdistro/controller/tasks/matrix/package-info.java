/**
 * Task type {@code matrix_mul}: C = A * B in square blocks of C.
 *
 * <p>{@link io.processdistro.controller.tasks.matrix.MatrixMul} checks the request, {@code
 * PanelCutter} cuts A and B into packed panels and stores them as blobs, {@code PanelPlan} gives
 * each range of blocks the panels it needs, {@code MatrixAssembly} writes the blocks to their
 * places in C.npy.
 */
package io.processdistro.controller.tasks.matrix;
