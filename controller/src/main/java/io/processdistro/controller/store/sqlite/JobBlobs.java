package io.processdistro.controller.store.sqlite;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.JobId;
import io.processdistro.controller.store.BlobStore;
import io.processdistro.controller.store.JobRecord;
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
    var kept = inputsOf(job);
    kept.forEach(blobs::pin);
    inputs.put(job.id(), kept);
  }

  static List<ContentHash> inputsOf(JobRecord job) {
    var blobs = new ArrayList<ContentHash>();
    job.spec().inputs().values().forEach(input -> blobs.add(input.hash()));
    job.spec().module().ifPresent(module -> blobs.add(module.module()));
    return blobs;
  }

  /** The output of an accepted task stays until {@link #release}. */
  void keepOutput(JobId job, ContentHash output) {
    blobs.pin(output);
    outputs.computeIfAbsent(job, ignored -> new ArrayList<>()).add(output);
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
