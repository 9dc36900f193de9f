package io.processdistro.scheduler.view;

/**
 * What became of every lease ever issued: {@code issued = accepted + duplicate + stale + invalid +
 * failed + cancelled + lost + open}, exactly and at any time.
 *
 * @param issued leases given to nodes, and those of a former epoch that were adopted
 * @param accepted their result is the one that counts
 * @param duplicate succeeded after another copy of the task had
 * @param stale given up, then reported after all
 * @param invalid the driver refused the output
 * @param failed the task or its runner failed
 * @param cancelled stopped on demand, given back unstarted, or of a job that ended meanwhile
 * @param lost given up with their node, nothing heard since
 */
public record AttemptCounts(
    long issued,
    long accepted,
    long duplicate,
    long stale,
    long invalid,
    long failed,
    long cancelled,
    long lost) {
  public static final AttemptCounts NONE = new AttemptCounts(0, 0, 0, 0, 0, 0, 0, 0);

  /** With so many more that were issued and accepted. */
  public AttemptCounts withMoreAccepted(long more) {
    return new AttemptCounts(
        issued + more, accepted + more, duplicate, stale, invalid, failed, cancelled, lost);
  }

  /** Leases whose end is not known yet. */
  public long open() {
    return issued - accepted - duplicate - stale - invalid - failed - cancelled - lost;
  }
}
