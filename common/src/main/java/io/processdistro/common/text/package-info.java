/** Amounts and names as people write and read them, and foreign text made harmless. */
package io.processdistro.common.text;
