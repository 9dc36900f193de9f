import { createContext } from 'preact';
import { useContext, useState } from 'preact/hooks';
import { messageOf } from '../api/client';

export interface Notice {
  kind: 'done' | 'trouble';
  text: string;
}

export interface Notices {
  current: Notice | null;
  done: (text: string) => void;
  trouble: (error: unknown) => void;
  dismiss: () => void;
}

/** One notice at a time, until the next one or until it is dismissed: nothing vanishes while it is read. */
export function useNoticesState(): Notices {
  const [current, setCurrent] = useState<Notice | null>(null);
  return {
    current,
    done: text => setCurrent({ kind: 'done', text }),
    trouble: error => setCurrent({ kind: 'trouble', text: messageOf(error) }),
    dismiss: () => setCurrent(null),
  };
}

export const NoticesContext = createContext<Notices | null>(null);

export function useNotices(): Notices {
  const notices = useContext(NoticesContext);
  if (!notices) throw new Error('no NoticesContext around this component');
  return notices;
}
