/** Whether the documentation is true: its links, the names it uses, the commands it shows. */
package io.processdistro.cluster.documentation;
