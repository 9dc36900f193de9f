/**
 * What the owner of the machine allows: hours, only while nobody else uses it, a share of its
 * processors, a pause. Decided here and nowhere else: the controller is told, not asked.
 */
package io.processdistro.node.owner;
