/**
 * Child JVMs that execute guests: started, watched, killed and replaced here. Everything that can
 * go wrong in a guest, a compiler or a runtime ends at these processes' border.
 */
package io.processdistro.node.supervisor;
