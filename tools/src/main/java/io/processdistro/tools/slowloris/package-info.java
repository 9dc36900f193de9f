/** Connections that say almost nothing, and what honest clients notice of them. */
package io.processdistro.tools.slowloris;
