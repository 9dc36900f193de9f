/**
 * Jobs as the API takes and shows them: submissions read, dry runs and estimates, what explains a
 * job, its previews and traces. Whose job it is, {@link
 * io.processdistro.controller.api.jobs.JobAccess} tells for all packages.
 */
package io.processdistro.controller.api.jobs;
