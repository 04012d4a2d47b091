import { describe, expect, test } from 'vitest';
import { type Command, findCommand, searchCommands } from '../../ui/src/keys/command.js';

const make = (id: string, title: string, keys?: string[]): Command => ({ id, title, keys, group: 'List', run: () => {} });
const press = (key: string, modifiers: Partial<KeyboardEvent> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  repeat: false,
  ...modifiers,
});

describe('a key press', () => {
  const commands = [make('page', 'Next page', ['j']), make('line', 'Next line', ['j', 'ArrowDown']), make('none', 'No key')];

  test('runs the command of that key, the view before the page', () => {
    expect(findCommand(commands, press('j'))?.id).toBe('line');
    expect(findCommand(commands, press('ArrowDown'))?.id).toBe('line');
    expect(findCommand(commands, press('q'))).toBeUndefined();
  });

  test('that is held down repeats what may be repeated, and nothing that sends or leaves', () => {
    const step = { ...make('step', 'Next line', ['n']), isRepeatable: true };
    const held = (key: string) => findCommand([...commands, step], press(key, { repeat: true }))?.id;
    expect(held('n')).toBe('step');
    expect(held('j')).toBeUndefined();
  });

  test('with Ctrl, Meta or Alt belongs to the browser', () => {
    for (const name of ['ctrlKey', 'metaKey', 'altKey'])
      expect(findCommand(commands, press('j', { [name]: true }))).toBeUndefined();
  });
});

describe('the palette', () => {
  const commands = [make('a', 'Open the payment'), make('b', 'Export the log'), make('c', 'Log out of something')];

  test('finds by every word typed, also by the group', () => {
    expect(searchCommands(commands, 'the open').map(({ id }) => id)).toEqual(['a']);
    expect(searchCommands(commands, 'list export').map(({ id }) => id)).toEqual(['b']);
    expect(searchCommands(commands, '').map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(searchCommands(commands, 'nothing')).toEqual([]);
  });

  test('puts what begins with it first', () => {
    expect(searchCommands(commands, 'log').map(({ id }) => id)).toEqual(['c', 'b']);
  });
});
