/**
 * Large content by its hash: fetched from the controller once, verified, kept in a bounded cache on
 * disk; and large outputs on their way back.
 */
package io.processdistro.node.blobs;
