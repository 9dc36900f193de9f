package io.processdistro.controller.jobs;

import io.processdistro.controller.modules.ModuleBook;
import io.processdistro.controller.store.BlobStore;
import io.processdistro.controller.store.JobStore;
import io.processdistro.controller.store.ResultFiles;
import io.processdistro.controller.tasks.TaskTypes;
import io.vertx.core.WorkerExecutor;

/**
 * What jobs are made with.
 *
 * @param modules users' own, and their quarantine
 * @param planners workers for planning
 * @param assemblers workers for assembling
 */
public record JobResources(
    JobStore store,
    BlobStore blobs,
    ResultFiles results,
    TaskTypes taskTypes,
    ModuleBook modules,
    WorkerExecutor planners,
    WorkerExecutor assemblers) {}
