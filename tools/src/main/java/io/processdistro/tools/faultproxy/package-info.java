/**
 * A TCP proxy that does to a connection what bad networks do. It moves bytes and looks at none of
 * them, so it serves plain connections and TLS alike.
 */
package io.processdistro.tools.faultproxy;
