/** What a controller bears: tiny tasks by the thousand, pages that watch, the price of TLS. */
package io.processdistro.tools.throughput;
