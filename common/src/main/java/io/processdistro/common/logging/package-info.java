/** How programs write their logs. */
package io.processdistro.common.logging;
