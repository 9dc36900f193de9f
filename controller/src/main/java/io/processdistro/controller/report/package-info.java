/** A job told on one page of HTML that needs nothing but a browser. */
package io.processdistro.controller.report;
