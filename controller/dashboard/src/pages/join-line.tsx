import { CopyLine } from '../components/basics';
import { useApp } from '../state/app';

/** The line that makes a computer a node. Without a token it shows a code and waits here for approval. */
export function JoinLine() {
  const { live } = useApp();
  const controller = live.overview?.controller;
  if (!controller) return null;
  const address = addressToDial(controller.node_address, location.hostname);
  return (
    <div class="join">
      <CopyLine text={`edge-node --controller ${address}`} />
      {isLoopback(hostOf(address)) ? (
        <p class="muted">
          On this computer alone: the controller listens for nobody else. Start it with “--bind 0.0.0.0” to
          let other computers join.
        </p>
      ) : (
        <p class="muted">
          It shows a code there, and waits here until you approve it. A line that needs no approval:
          “controller token create --role node --name NAME”.
        </p>
      )}
    </div>
  );
}

/**
 * What the controller says of itself; where this page was reached by another name of it, that one is known to lead there.
 *
 * @param told by the controller, host:port
 * @param pageHost that the browser asked; exported for its test
 */
export function addressToDial(told: string, pageHost: string): string {
  if (isLoopback(pageHost) || isLoopback(hostOf(told))) return told;
  return `${pageHost}:${told.slice(told.lastIndexOf(':') + 1)}`;
}

function hostOf(address: string): string {
  return address.slice(0, address.lastIndexOf(':'));
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.[0-9.]+$/.test(host);
}
