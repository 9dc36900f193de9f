package io.processdistro.controller.store;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.Output;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The pins that a job store holds, by job. Not thread-safe; nothing blocks. */
final class JobBlobs {
  private final BlobStore blobs;
  private final Map<JobId, List<ContentHash>> outputs = new HashMap<>();
  private final Map<JobId, List<ContentHash>> inputs = new HashMap<>();

  JobBlobs(BlobStore blobs) {
    this.blobs = blobs;
  }

  /** The job's inputs and module stay until {@link #release}. */
  void keepInputs(JobRecord job) {
    if (inputs.containsKey(job.id())) return;
    var kept = new ArrayList<ContentHash>();
    job.spec().inputs().values().forEach(input -> kept.add(input.hash()));
    job.spec().module().ifPresent(module -> kept.add(module.module()));
    kept.forEach(blobs::pin);
    inputs.put(job.id(), kept);
  }

  /** If it is a blob, it stays until {@link #release}. */
  void keepOutput(JobId job, Output output) {
    if (output instanceof Output.Blob blob) {
      blobs.pin(blob.hash());
      outputs.computeIfAbsent(job, ignored -> new ArrayList<>()).add(blob.hash());
    }
  }

  /** Lets go of everything of this job; nobody will ask for its outputs again. */
  void release(JobId job) {
    var released = inputs.remove(job);
    if (released != null) released.forEach(blobs::unpin);
    var outputsReleased = outputs.remove(job);
    if (outputsReleased == null) return;
    for (var hash : outputsReleased) {
      blobs.unpin(hash);
      blobs.expireSoon(hash);
    }
  }
}
