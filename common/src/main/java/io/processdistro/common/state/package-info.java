/**
 * What commands, controllers and nodes keep on disk and how they find each other there: state
 * directories with their locks, private files, and the access files that carry a controller's
 * address and token to the other commands of the same user. All calls block; call them off event
 * loops.
 */
package io.processdistro.common.state;
