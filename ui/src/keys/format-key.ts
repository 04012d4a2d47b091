const names: Record<string, string> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  ' ': 'Space',
};

/** A key as it stands on a keyboard: `ArrowDown` as `↓`. */
export function formatKey(key: string): string {
  return names[key] ?? key;
}
