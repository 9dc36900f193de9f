import { CopyLine } from '../components/basics';
import { useApp } from '../state/app';

/** What nodes dial unless the controller was told another port. */
const USUAL_PORT = 30_000;

/** The line that makes a computer a node. Without a token it shows a code and waits here for approval. */
export function JoinLine() {
  const { live } = useApp();
  // The page of the loopback port is in plain HTTP; the controller's own port is that of the nodes.
  const ownPort = location.protocol === 'https:' || live.overview?.insecure === true;
  const address = ownPort ? location.host : `${location.hostname}:${USUAL_PORT}`;
  return (
    <div class="join">
      <CopyLine text={`edge-node --controller ${address}`} />
      <p class="muted">
        From other computers, with the address that they know this one by. It shows a code there, and waits
        here until you approve it. A line that needs no approval: “controller token create --role node --name
        NAME”.
      </p>
    </div>
  );
}
