/** Something that can be done from the page, by its key, from the palette, or found in the help. */
export interface Command {
  /** Unique among those that are offered at a time. */
  id: string;
  /** What the palette and the help say: `Redeliver the last delivery`. */
  title: string;
  /** Keys that run it, each as `KeyboardEvent.key` names it (`j`, `ArrowDown`, `?`); none: palette only. */
  keys?: readonly string[];
  /** Heading in the help and the palette. */
  group: string;
  /** Other words that somebody may look for it by. */
  words?: string;
  /** What the menu of the header calls it, which has what fingers would otherwise not reach; none: not in the menu. */
  inMenu?: string;
  /** True for what only the keyboard needs, such as moving the selection; the palette leaves it out. */
  isKeyOnly?: boolean;
  /** True for what a key that is held down does again and again; everything else would be sent or left behind some thirty times a second. */
  isRepeatable?: boolean;
  run(): void;
}

/** The command that a key press asks for, or undefined. Keys with Ctrl, Alt or Meta belong to the browser. */
export function findCommand(
  commands: readonly Command[],
  press: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'repeat'>,
): Command | undefined {
  if (press.ctrlKey || press.metaKey || press.altKey) return undefined;
  // The last one offered wins: what a view says comes after what the page says.
  const command = commands.findLast(({ keys }) => keys?.includes(press.key));
  return press.repeat && !command?.isRepeatable ? undefined : command;
}

/** Commands whose title contains every word that was typed, those that begin with it first. */
export function searchCommands(commands: readonly Command[], typed: string): Command[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const found = commands.filter(({ title, group, words: others = '' }) => {
    const text = `${group} ${title} ${others}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const first = words[0] ?? '';
  return found.sort(
    (one, other) => Number(other.title.toLowerCase().startsWith(first)) - Number(one.title.toLowerCase().startsWith(first)),
  );
}
