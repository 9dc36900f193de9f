import type { Role, Session } from './api/wire';

const STORAGE_KEY = 'processdistro.session';

/** What is known of who is logged in; with a pasted token, its role and name are not. */
export interface LoggedIn {
  token: string;
  role: Role | null;
  name: string | null;
}

/** Kept for this tab only: another tab, and the next start of the browser, begin without. */
export function readSession(): LoggedIn | null {
  const text = sessionStorage.getItem(STORAGE_KEY);
  return text === null ? null : (JSON.parse(text) as LoggedIn);
}

export function keepSession(session: LoggedIn): void {
  sessionStorage.setItem(STORAGE_KEY, JSON.stringify(session));
}

export function forgetSession(): void {
  sessionStorage.removeItem(STORAGE_KEY);
}

/**
 * Takes the one-time code out of the address, so that neither the history nor a screenshot keeps it. Null if there
 * is none.
 */
export function takeCode(): string | null {
  const code = codeIn(location.hash);
  if (code !== null) history.replaceState(null, '', location.pathname + '#/');
  return code;
}

/** The code in "#code=…"; exported for its test. */
export function codeIn(hash: string): string | null {
  const match = /^#code=([A-Za-z0-9._~-]{1,256})$/.exec(hash);
  return match?.[1] ?? null;
}

/** Exchanges a one-time code for a session. */
export async function logInWithCode(code: string): Promise<LoggedIn> {
  const response = await fetch('/v1/ui/sessions', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  const body = (await response.json()) as Session & { detail?: string };
  if (!response.ok) throw new Error(body.detail ?? `The answer was ${response.status}.`);
  return { token: body.token, role: body.role, name: body.name };
}
