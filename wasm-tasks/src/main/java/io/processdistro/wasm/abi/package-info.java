/** The layouts of the built-in tasks' inputs, written by planners and read by the kernels in C. */
package io.processdistro.wasm.abi;
