export type Theme = 'system' | 'light' | 'dark';

const STORAGE_KEY = 'processdistro.theme';
const DARK = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

export function chosenTheme(): Theme {
  const stored = localStorage.getItem(STORAGE_KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

/** Chosen, or as the system has it. */
export function isDark(): boolean {
  const theme = chosenTheme();
  return theme === 'system' ? DARK.matches : theme === 'dark';
}

export function chooseTheme(theme: Theme): void {
  if (theme === 'system') localStorage.removeItem(STORAGE_KEY);
  else localStorage.setItem(STORAGE_KEY, theme);
  applyTheme();
}

/** Writes the choice where the style sheet reads it. */
export function applyTheme(): void {
  const theme = chosenTheme();
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  listeners.forEach(listener => listener());
}

/** For what is painted by script; the returned function ends it. */
export function onThemeChange(listener: () => void): () => void {
  listeners.add(listener);
  DARK.addEventListener('change', listener);
  return () => {
    listeners.delete(listener);
    DARK.removeEventListener('change', listener);
  };
}

export const REDUCED_MOTION = matchMedia('(prefers-reduced-motion: reduce)');
