/**
 * The gate that every request passes before a route sees it: hosts and origins, who sent it,
 * whether {@link io.processdistro.controller.api.gate.Endpoint} lets that role in, how often, and
 * what is written down about it. Whose job or blob it is, the routes check.
 */
package io.processdistro.controller.api.gate;
