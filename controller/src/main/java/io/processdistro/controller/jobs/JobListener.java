package io.processdistro.controller.jobs;

/** Hears of every visible change of a job; on the event loop. */
public interface JobListener {
  void changed(JobStatus job);
}
