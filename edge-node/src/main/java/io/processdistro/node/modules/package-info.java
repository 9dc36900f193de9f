/**
 * Modules of users on this node: fetched by hash, checked once more, laid out for their runners.
 */
package io.processdistro.node.modules;
