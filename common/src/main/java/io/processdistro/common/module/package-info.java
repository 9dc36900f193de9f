/**
 * What is done to a WebAssembly module before anybody trusts it: it is read, refused with reasons
 * or rewritten. The controller does this when a module is submitted and a node again when it has
 * fetched one.
 *
 * <p>The way of a module: {@code FileKind} names what is no module at all, {@code ModuleReader}
 * reads the sections within {@link io.processdistro.common.module.ModuleLimits}, {@code
 * InterfaceCheck} judges imports and exports, {@code TypeCheck} has the parser library validate
 * every body, {@code ModuleRewriter} writes what is stored, and {@code FuelMeter} adds the
 * instruction budget.
 */
package io.processdistro.common.module;
