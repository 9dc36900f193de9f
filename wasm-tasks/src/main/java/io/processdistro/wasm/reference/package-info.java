/** What the built-in kernels compute, in plain Java; what results are compared with. */
package io.processdistro.wasm.reference;
