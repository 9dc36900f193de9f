import { useThemeVersion } from '../state/app';
import { chooseTheme, chosenTheme, type Theme } from '../theme';

const NEXT: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };
const SIGNS: Record<Theme, string> = { system: '◐', light: '☀', dark: '☾' };

export function nextTheme(): void {
  chooseTheme(NEXT[chosenTheme()]);
}

/** Steps through: as the system has it, light, dark. */
export function ThemeSwitch() {
  useThemeVersion();
  const theme = chosenTheme();
  const label = `Colours: ${theme === 'system' ? 'as the system has them' : theme}; change to ${NEXT[theme]}`;
  return (
    <button type="button" class="quiet" onClick={nextTheme} aria-label={label} title={label}>
      <span aria-hidden="true">{SIGNS[theme]}</span>
    </button>
  );
}
