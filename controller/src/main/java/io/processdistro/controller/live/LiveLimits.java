package io.processdistro.controller.live;

/**
 * How much is remembered for those who watch, and how much of it they are sent.
 *
 * @param intervalMillis between two events of one kind to one reader; at least 1
 * @param quietMillis after which an event is sent again though nothing has changed
 * @param readersMax who follow at once
 * @param readerBytesMax a reader for whom more waits gets nothing new until it has read that
 * @param readerPatienceSeconds after which one that does not read is cut off; at least 1
 * @param jobsMax jobs whose tiles and attempts are remembered: an ended one makes room for the
 *     next, and while none has ended the next is not remembered
 * @param spansPerJobMax attempts of one job, the newest
 * @param spansMax attempts of all jobs
 */
public record LiveLimits(
    int intervalMillis,
    int quietMillis,
    int readersMax,
    int readerBytesMax,
    int readerPatienceSeconds,
    int jobsMax,
    int spansPerJobMax,
    int spansMax) {
  public static final LiveLimits DEFAULTS =
      new LiveLimits(250, 5_000, 100, 64 << 10, 30, 256, 20_000, 200_000);

  public LiveLimits {
    requirePositive("intervalMillis", intervalMillis);
    requirePositive("quietMillis", quietMillis);
    requirePositive("readersMax", readersMax);
    requirePositive("readerBytesMax", readerBytesMax);
    requirePositive("readerPatienceSeconds", readerPatienceSeconds);
    requirePositive("jobsMax", jobsMax);
    requirePositive("spansPerJobMax", spansPerJobMax);
    if (spansMax < spansPerJobMax) {
      throw new IllegalArgumentException(
          "live.spansMax must be at least live.spansPerJobMax ("
              + spansPerJobMax
              + "), was "
              + spansMax);
    }
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("live." + name + " must be at least 1, was " + value);
    }
  }

  public LiveLimits withPace(int eachMillis, int atLeastMillis) {
    return new LiveLimits(
        eachMillis,
        atLeastMillis,
        readersMax,
        readerBytesMax,
        readerPatienceSeconds,
        jobsMax,
        spansPerJobMax,
        spansMax);
  }

  public LiveLimits withReaders(int countMax, int bytesMax, int patienceSeconds) {
    return new LiveLimits(
        intervalMillis,
        quietMillis,
        countMax,
        bytesMax,
        patienceSeconds,
        jobsMax,
        spansPerJobMax,
        spansMax);
  }

  public LiveLimits withMemory(int jobs, int spansPerJob, int spans) {
    return new LiveLimits(
        intervalMillis,
        quietMillis,
        readersMax,
        readerBytesMax,
        readerPatienceSeconds,
        jobs,
        spansPerJob,
        spans);
  }
}
