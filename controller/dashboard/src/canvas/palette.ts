import { isDark } from '../theme';

/** Colours that people with any colour vision tell apart (Okabe and Ito); shapes and patterns say the same again. */
export const OKABE_ITO = {
  orange: '#e69f00',
  sky: '#56b4e9',
  green: '#009e73',
  yellow: '#f0e442',
  blue: '#0072b2',
  vermilion: '#d55e00',
  purple: '#cc79a7',
} as const;

/** What differs between light and dark, for canvases, which cannot read the style sheet. */
export interface Palette {
  surface: string;
  empty: string;
  line: string;
  text: string;
  muted: string;
  ink: string;
  series: string;
  seriesFill: string;
}

const LIGHT: Palette = {
  surface: '#ffffff',
  empty: '#eceff2',
  line: '#dfe3e8',
  text: '#1b1f24',
  muted: '#57606a',
  ink: '#10151c',
  series: '#0072b2',
  seriesFill: 'rgba(0, 114, 178, 0.14)',
};

const DARK: Palette = {
  surface: '#171b21',
  empty: '#252b33',
  line: '#2c333c',
  text: '#e6e9ed',
  muted: '#9aa5b1',
  ink: '#0b0e12',
  series: '#56b4e9',
  seriesFill: 'rgba(86, 180, 233, 0.16)',
};

export function palette(): Palette {
  return isDark() ? DARK : LIGHT;
}
