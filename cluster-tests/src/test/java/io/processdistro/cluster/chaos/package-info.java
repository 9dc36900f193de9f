/**
 * Faults done to real processes: killed, frozen, cut off, on full disks, with jumping clocks. After
 * each run the result is the same as that of an undisturbed run, byte by byte, every attempt is
 * accounted for, and nothing is left behind.
 */
package io.processdistro.cluster.chaos;
