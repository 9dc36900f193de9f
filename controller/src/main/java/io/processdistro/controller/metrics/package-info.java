/** Prometheus metrics; one enum holds all names. */
package io.processdistro.controller.metrics;
