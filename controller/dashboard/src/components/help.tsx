import { type RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { SHORTCUTS } from './shortcuts';

export interface HelpHandle {
  open(): void;
}

export function Help({ handle }: { handle: RefObject<HelpHandle | null> }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    handle.current = { open: () => dialog.current?.showModal() };
  }, [handle]);
  return (
    <dialog ref={dialog} aria-labelledby="help-title">
      <h2 id="help-title">Keyboard</h2>
      <dl class="keys">
        {SHORTCUTS.map(shortcut => (
          <div key={shortcut.meaning}>
            <dt>
              {shortcut.keys.split(' ').map(key => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{shortcut.meaning}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button class="primary">Close</button>
      </form>
    </dialog>
  );
}
