package io.processdistro.controller.live;

import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.JobId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The jobs that are remembered, within bounds: those that have ended make room. */
final class JobTracks {
  private final LiveLimits limits;

  /** In the order of submission. */
  private final Map<JobId, JobTrack> tracks = new LinkedHashMap<>();

  private int spansAllocated;

  JobTracks(LiveLimits limits) {
    this.limits = limits;
  }

  /** Null if it is not remembered. */
  JobTrack find(JobId job) {
    return tracks.get(job);
  }

  /** From now on it is remembered, if there is room. */
  void begin(JobId job, long grains, List<GrainRange> accepted) {
    forget(job);
    if (tracks.size() >= limits.jobsMax() && !forgetEnded(null)) return;
    var track = new JobTrack(job, grains, limits.spansPerJobMax());
    accepted.forEach(track::acceptedBefore);
    tracks.put(job, track);
  }

  /** Makes room for one more span of this job, as far as that is allowed. */
  void makeRoom(JobTrack track) {
    int wanted = track.ring().growthWanted();
    if (wanted == 0 || tracks.get(track.id()) != track) return;
    while (spansAllocated + wanted > limits.spansMax()) {
      if (!forgetEnded(track)) return;
    }
    track.ring().grow(wanted);
    spansAllocated += wanted;
  }

  /** The one that was submitted first. */
  private boolean forgetEnded(JobTrack butNot) {
    for (var track : tracks.values()) {
      if (track.hasEnded() && track != butNot) {
        forget(track.id());
        return true;
      }
    }
    return false;
  }

  private void forget(JobId job) {
    var track = tracks.remove(job);
    if (track != null) spansAllocated -= track.ring().capacity();
  }
}
