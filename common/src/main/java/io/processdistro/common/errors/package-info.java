/**
 * The closed list of error codes, and whose fault each is. Codes travel and are kept: a number once
 * used is never used for something else.
 */
package io.processdistro.common.errors;
