import { useEffect, useRef } from 'preact/hooks';
import { matchKeys } from '../keys';
import { nextTheme } from './theme-switch';

export interface Shortcut {
  /** Pressed one after the other. */
  keys: string;
  meaning: string;
}

export const SHORTCUTS: Shortcut[] = [
  { keys: 'g o', meaning: 'Overview' },
  { keys: 'g s', meaning: 'Submit a job' },
  { keys: 'g e', meaning: 'Events' },
  { keys: 'g t', meaning: 'Light, dark, or as the system has it' },
  { keys: '?', meaning: 'This list' },
  { keys: 'Esc', meaning: 'Close what is open' },
];

/** The second key of a pair must come so soon. */
const PAIR_MILLIS_MAX = 3000;

/** Listens for shortcuts; not while something is typed into a field, nor with Ctrl, Alt or Meta. */
export function Shortcuts({ openHelp }: { openHelp: () => void }) {
  // Outlives the effect, which a page that shows something new may run between the two keys of a pair.
  const last = useRef({ pressed: '', at: 0 });
  useEffect(() => {
    const actions: Record<string, () => void> = {
      'g o': () => (location.hash = '#/'),
      'g s': () => (location.hash = '#/submit'),
      'g e': () => (location.hash = '#/events'),
      'g t': nextTheme,
      '?': openHelp,
    };
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
      const before = event.timeStamp - last.current.at < PAIR_MILLIS_MAX ? last.current.pressed : '';
      const found = matchKeys(Object.keys(actions), before, event.key);
      last.current = { pressed: found.pressed, at: event.timeStamp };
      if (found.complete === null) return;
      event.preventDefault();
      actions[found.complete]?.();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [openHelp]);
  return null;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.closest('input:not([type=checkbox]):not([type=radio]), textarea, select, dialog') !== null ||
      target.isContentEditable)
  );
}
