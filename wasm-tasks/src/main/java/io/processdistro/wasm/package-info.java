/**
 * The built-in WebAssembly tasks: the modules themselves, the layouts of their inputs ({@code abi})
 * and the same computations in plain Java for tests ({@code reference}).
 */
package io.processdistro.wasm;
