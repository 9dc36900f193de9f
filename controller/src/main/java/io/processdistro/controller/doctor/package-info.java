/** What {@code controller doctor} looks at beyond what every program's doctor does. */
package io.processdistro.controller.doctor;
