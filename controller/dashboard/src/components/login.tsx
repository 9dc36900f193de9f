import { useEffect, useRef, useState } from 'preact/hooks';
import { Client, messageOf } from '../api/client';
import type { LoggedIn } from '../session';
import { CopyLine } from './basics';

/** Asks for a token. What was open before is shown again afterwards: the address stays as it is. */
export function Login({ reason, onLogIn }: { reason: string | null; onLogIn: (session: LoggedIn) => void }) {
  const [trouble, setTrouble] = useState(reason);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);

  const logIn = async () => {
    const token = field.current?.value.trim() ?? '';
    setBusy(true);
    try {
      // Whether the token is good shows with the first thing that every role may read.
      await new Client(
        () => token,
        () => {},
      ).send('/v1/jobs?limit=1');
      onLogIn({ token, role: null, name: null });
    } catch (error) {
      setTrouble(messageOf(error));
      field.current?.focus();
    } finally {
      setBusy(false);
    }
  };

  return (
    <main class="login" id="content">
      <h1>
        <span class="brand-mark" aria-hidden="true" /> ProcessDistro
      </h1>
      <form
        onSubmit={event => {
          event.preventDefault();
          void logIn();
        }}
      >
        {trouble !== null && (
          <p class="banner banner-trouble" role="alert">
            {trouble}
          </p>
        )}
        <label for="token">Token</label>
        <input
          id="token"
          ref={field}
          type="password"
          autocomplete="off"
          spellcheck={false}
          required
          aria-describedby="token-note"
        />
        <p id="token-note" class="muted">
          Kept in this tab until it is closed. “controller token create” makes one.
        </p>
        <button type="submit" class="primary" aria-disabled={busy}>
          Log in
        </button>
      </form>
      <p>Or open a link that logs you in, once, within two minutes:</p>
      <CopyLine text="controller ui" />
    </main>
  );
}
