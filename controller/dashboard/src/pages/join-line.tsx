import { CopyLine } from '../components/basics';
import { addressToDial, hostOf, isLoopback } from '../dialled-address';
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
