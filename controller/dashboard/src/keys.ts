/** What one more key means after those that were pressed before. */
export interface KeyMatch {
  /** The shortcut that is complete now, or null. */
  complete: string | null;
  /** To be given with the next key. */
  pressed: string;
}

/**
 * @param shortcuts as "g o": keys one after the other
 * @param before what the last match left; empty after a pause
 */
export function matchKeys(shortcuts: string[], before: string, key: string): KeyMatch {
  for (const pressed of before === '' ? [key] : [`${before} ${key}`, key]) {
    if (shortcuts.includes(pressed)) return { complete: pressed, pressed: '' };
    if (shortcuts.some(shortcut => shortcut.startsWith(pressed + ' '))) return { complete: null, pressed };
  }
  return { complete: null, pressed: '' };
}
