package io.processdistro.common.discovery;

/** What ProcessDistro announces on the local network. */
public enum ServiceType {
  CONTROLLER("_processdistro._tcp.local."),
  NODE("_processdistro-node._tcp.local.");

  private final String dnsName;

  ServiceType(String dnsName) {
    this.dnsName = dnsName;
  }

  /** With the domain and the final dot, as mDNS libraries want it. */
  public String dnsName() {
    return dnsName;
  }
}
