import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { JobState, NodeState } from '../api/wire';
import { percent, progressPercent } from '../format';

type State = JobState | NodeState | 'free' | 'quarantined';

/** A sign beside the word, so that no state is told by its colour alone. */
const SIGNS: Record<State, string> = {
  queued: '◌',
  running: '▶',
  completed: '✓',
  failed: '✕',
  cancelled: '⊘',
  ready: '●',
  full: '■',
  unwilling: '◔',
  announced: '◌',
  draining: '◒',
  paused: '‖',
  suspect: '?',
  lost: '✕',
  pending: '◌',
  free: '✓',
  quarantined: '⊘',
};

export function StateChip({ state }: { state: State }) {
  return (
    <span class={`chip chip-${state}`}>
      <span aria-hidden="true">{SIGNS[state] ?? '·'}</span> {state}
    </span>
  );
}

/** Marks a job of which only a few tiles are computed. */
export function EstimateChip() {
  return (
    <span class="chip" title="A few tiles, to tell how long the whole job would take; it has no result.">
      estimate
    </span>
  );
}

export function Progress({ fraction, label }: { fraction: number; label: string }) {
  return (
    <div class="progress">
      <progress max={1} value={fraction} aria-label={label} />
      <span class="number">{progressPercent(fraction)}</span>
    </div>
  );
}

/** A share of something as a short bar with its number; `text` stands beside it. */
export function Meter({ share, text, label }: { share: number | null; text?: string; label: string }) {
  if (share === null) return <span class="muted">–</span>;
  const bounded = Math.max(0, Math.min(1, share));
  return (
    <span class="meter">
      <meter min={0} max={1} value={bounded} aria-label={label} />
      <span class="number">{text ?? percent(bounded)}</span>
    </span>
  );
}

export function Stat({ label, value, note }: { label: string; value: ComponentChildren; note?: string }) {
  return (
    <div class="stat">
      <dt>{label}</dt>
      <dd>
        {value}
        {note !== undefined && <small>{note}</small>}
      </dd>
    </div>
  );
}

export function Panel(props: {
  title: string;
  id: string;
  aside?: ComponentChildren;
  children: ComponentChildren;
  class?: string;
}) {
  return (
    <section class={`panel ${props.class ?? ''}`} aria-labelledby={props.id}>
      <header>
        <h2 id={props.id}>{props.title}</h2>
        {props.aside !== undefined && <div class="aside">{props.aside}</div>}
      </header>
      {props.children}
    </section>
  );
}

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children}
    </div>
  );
}

/** A line for a shell, with a button that copies it. */
export function CopyLine({ text }: { text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <div class="copy-line">
      <code tabIndex={0}>{text}</code>
      <button type="button" onClick={copy} aria-label={`Copy: ${text}`}>
        {copied ? 'Copied' : 'Copy'}
      </button>
    </div>
  );
}

/** Scrolls sideways by itself on narrow screens, also by keyboard. */
export function TableFrame({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div class="table-frame" role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}

/** A button of an action that takes a moment; it cannot be pressed twice meanwhile. */
export function ActionButton(props: {
  action: () => Promise<void>;
  children: ComponentChildren;
  danger?: boolean;
  primary?: boolean;
  label?: string;
}) {
  const [busy, setBusy] = useState(false);
  const press = () => {
    if (busy) return;
    setBusy(true);
    void props.action().finally(() => setBusy(false));
  };
  const kind = props.danger ? 'danger' : props.primary ? 'primary' : '';
  return (
    <button type="button" class={kind} onClick={press} aria-disabled={busy} aria-label={props.label}>
      {props.children}
    </button>
  );
}

/** What the colours and patterns of a picture mean. */
export function Legend({ entries }: { entries: [string, string][] }) {
  return (
    <ul class="legend">
      {entries.map(([kind, text]) => (
        <li key={kind}>
          <span class={`swatch swatch-${kind}`} aria-hidden="true" /> {text}
        </li>
      ))}
    </ul>
  );
}
