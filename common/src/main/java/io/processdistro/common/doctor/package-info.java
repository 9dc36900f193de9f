/**
 * What the {@code doctor} commands look at: every {@code …Facts} record gathers what is so, without
 * changing anything but a temporary file, and judges it; judging is pure.
 */
package io.processdistro.common.doctor;
