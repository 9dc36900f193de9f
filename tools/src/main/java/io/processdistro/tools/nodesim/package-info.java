/** Thousands of nodes on the real wire that only pretend to work, to load a controller. */
package io.processdistro.tools.nodesim;
