/** The program {@code tools}: instruments for developers, none of them part of a cluster. */
package io.processdistro.tools;
