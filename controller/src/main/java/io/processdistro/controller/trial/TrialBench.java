package io.processdistro.controller.trial;

import io.processdistro.common.trial.TrialCommand;
import io.processdistro.common.trial.TrialEvent;
import java.io.IOException;

/** Runs tasks one after the other, each in a new guest. */
public interface TrialBench {
  /**
   * Blocks until the task has ended, which its walls see to.
   *
   * @throws IOException if tasks cannot be run, through no fault of the module
   */
  TrialEvent.Ended run(TrialCommand.Run task) throws IOException;

  /** Starts benches. */
  @FunctionalInterface
  interface Opener {
    /**
     * @throws IOException in one sentence, if there can be none
     */
    Opened open(TrialCommand.Open setup) throws IOException;
  }

  /** A bench that is to be closed. */
  interface Opened extends TrialBench, AutoCloseable {
    /** Empty, or why guests are slow on this machine. */
    String warning();

    @Override
    void close();
  }
}
