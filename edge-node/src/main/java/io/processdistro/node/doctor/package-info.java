/** What {@code edge-node doctor} looks at beyond what every program's doctor does. */
package io.processdistro.node.doctor;
