/**
 * What the controller says of itself; where this page was reached by another name of it, that one is known to lead there.
 *
 * @param told by the controller, host:port
 * @param pageHost that the browser asked
 */
export function addressToDial(told: string, pageHost: string): string {
  if (isLoopback(pageHost) || isLoopback(hostOf(told))) return told;
  return `${pageHost}:${told.slice(told.lastIndexOf(':') + 1)}`;
}

export function hostOf(address: string): string {
  return address.slice(0, address.lastIndexOf(':'));
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.[0-9.]+$/.test(host);
}
