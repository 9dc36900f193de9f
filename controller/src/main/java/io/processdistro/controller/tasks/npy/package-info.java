/** Reading and writing numpy's .npy files, strictly and without copies on the heap. */
package io.processdistro.controller.tasks.npy;
