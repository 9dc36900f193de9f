/** Commands about nodes: who is there, and wishes to one, such as drain, resume, approve. */
package io.processdistro.controller.cli.node;
