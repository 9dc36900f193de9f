/**
 * The owner's commands to a running node, over a Unix domain socket in the node's own directory.
 * One request and one reply per connection, each one line of JSON.
 */
package io.processdistro.node.local;
