/**
 * Tries a module out without a cluster. The job is planned and its result assembled by what does so
 * in the controller; its tasks are run by a child process that does it like a node (ADR 17). No
 * guest runs in this process.
 */
package io.processdistro.controller.trial;
