/**
 * What the controller keeps: jobs ({@link io.processdistro.controller.store.JobStore}), content by
 * hash ({@link io.processdistro.controller.store.BlobStore}) and result files ({@link
 * io.processdistro.controller.store.ResultFiles}). Behind interfaces, so that a durable or
 * replicated store can follow. Anything that touches the disk blocks: call it on a worker thread.
 */
package io.processdistro.controller.store;
