package io.processdistro.tools.faultproxy;

/** Which way bytes go. The client is the one that connected to the proxy. */
public enum Direction {
  TO_SERVER,
  TO_CLIENT
}
