/**
 * What programs can be told by files and variables: one table of settings, and where each value
 * came from. All methods that read files block.
 */
package io.processdistro.common.config;
