package io.processdistro.controller.nodes;

/** What has gone over all node connections since the start. Belongs to the event loop. */
public final class FrameCounts {
  private long received;
  private long receivedBytes;
  private long sent;
  private long sentBytes;
  private long malformed;

  void countReceived(int bytes) {
    received++;
    receivedBytes += bytes;
  }

  void countSent(int bytes) {
    sent++;
    sentBytes += bytes;
  }

  void countMalformed() {
    malformed++;
  }

  public long received() {
    return received;
  }

  public long receivedBytes() {
    return receivedBytes;
  }

  public long sent() {
    return sent;
  }

  public long sentBytes() {
    return sentBytes;
  }

  /** Of those received, the ones that could not be read. */
  public long malformed() {
    return malformed;
  }
}
