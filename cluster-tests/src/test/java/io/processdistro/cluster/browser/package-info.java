/** The dashboard in a real Chromium, against a real controller and a real node. */
package io.processdistro.cluster.browser;
