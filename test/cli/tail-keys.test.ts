import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createKeyDecoder, type Key } from '../../server/cli/tail/key-input.js';
import { editLine, type LineEdit, pressInLine } from '../../server/cli/tail/line-edit.js';

const text = (typed: string): Key[] => [...typed].map((char) => ({ name: 'text', text: char }));

function decode(...pieces: (string | Uint8Array)[]): Key[] {
  const decoder = createKeyDecoder();
  const keys = pieces.flatMap((piece) => decoder.read(typeof piece === 'string' ? Buffer.from(piece) : piece));
  return [...keys, ...decoder.flush()];
}

describe('what a terminal sends', () => {
  test('is a key for each character, also for those of several bytes that come in pieces', () => {
    expect(decode('jk?')).toEqual(text('jk?'));
    const bytes = Buffer.from('é漢😀');
    for (let cut = 0; cut <= bytes.length; cut += 1)
      expect(decode(bytes.subarray(0, cut), bytes.subarray(cut))).toEqual(text('é漢😀'));
  });

  test.each([
    ['\x1b[A', 'up'],
    ['\x1b[B', 'down'],
    ['\x1bOA', 'up'],
    ['\x1b[1;5B', 'down'],
    ['\x1b[5~', 'pageup'],
    ['\x1b[6~', 'pagedown'],
    ['\x1b[H', 'home'],
    ['\x1b[4~', 'end'],
    ['\x1b[3;2~', 'delete'],
    ['\r', 'enter'],
    ['\x7f', 'backspace'],
    ['\b', 'backspace'],
    ['\x03', 'ctrl-c'],
    ['\x15', 'ctrl-u'],
    ['\x1b', 'escape'],
  ])('%j is %s, also in pieces', (sequence, name) => {
    expect(decode(sequence)).toEqual([{ name }]);
    expect(decode(...sequence)).toEqual([{ name }]);
    if (name !== 'escape') expect(decode(`a${sequence}b`)).toEqual([...text('a'), { name }, ...text('b')]);
  });

  test('means nothing where it is no key of ours, and no part of it acts', () => {
    for (const sequence of [
      '\x1b[15~',
      '\x1bOP',
      '\x1b[[A',
      '\x1b[<0;10;10M',
      '\x1bq',
      '\x1br',
      '\x1b[?1;2c',
      '\x00',
      '\x1a',
      '\x9b',
    ])
      expect(decode(`a${sequence}b`)).toEqual(text('ab'));
  });

  test('is an Esc of its own when nothing follows, twice when it was pressed twice', () => {
    const decoder = createKeyDecoder();
    expect(decoder.read(Buffer.from('\x1b'))).toEqual([]);
    expect(decoder.isWaiting).toBe(true);
    expect(decoder.flush()).toEqual([{ name: 'escape' }]);
    expect(decoder.isWaiting).toBe(false);
    expect(decode('\x1b\x1b')).toEqual([{ name: 'escape' }, { name: 'escape' }]);
  });

  test('is one paste between its marks, whatever it holds and however it is cut', () => {
    const sent = 'a\x1b[200~qr\x1b[A\r\n"status:x"\x1b[201~b';
    for (let cut = 0; cut <= sent.length; cut += 1) {
      expect(decode(sent.slice(0, cut), sent.slice(cut))).toEqual([
        ...text('a'),
        { name: 'paste', text: 'qr\x1b[A\r\n"status:x"' },
        ...text('b'),
      ]);
    }
  });

  test('gets out of a paste that does not end with Ctrl-C', () => {
    expect(decode('\x1b[200~never', ' ending', '\x03')).toEqual([{ name: 'paste', text: 'never ending' }, { name: 'ctrl-c' }]);
  });

  test('never throws, and says the same however it is cut', () => {
    const piece = fc.constantFrom('\x1b', '[', 'A', '~', '\x1b[200~', '\x1b[201~', 'O', ';', '1', 'q', '\x03', 'é', '\r');
    fc.assert(
      fc.property(fc.array(piece), fc.array(fc.nat(40)), (parts, cuts) => {
        const bytes = Buffer.from(parts.join(''));
        const at = [0, ...cuts.filter((cut) => cut < bytes.length).sort((one, other) => one - other), bytes.length];
        const pieces = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
        expect(decode(...pieces)).toEqual(decode(bytes));
      }),
    );
  });
});

describe('a line that is typed', () => {
  const press = (line: LineEdit, ...keys: Key[]) => keys.reduce((now, key) => pressInLine(now, key) ?? now, line);

  test('takes characters where the cursor is, and gives them back one by one as a person sees them', () => {
    const line = press(editLine('ac'), { name: 'left' }, ...text('b'));
    expect(line).toEqual({ text: 'abc', cursor: 2 });
    expect(press(line, { name: 'home' }, { name: 'delete' }, { name: 'end' }, { name: 'backspace' }).text).toBe('b');
    expect(press(editLine('a👨‍👩‍👧e\u0301'), { name: 'backspace' }).text).toBe('a👨‍👩‍👧');
    expect(press(editLine('a👨‍👩‍👧'), { name: 'backspace' }).text).toBe('a');
  });

  test('forgets a word, or all of it', () => {
    expect(press(editLine('is:retry status:500 '), { name: 'ctrl-w' }).text).toBe('is:retry ');
    expect(press(editLine('is:retry'), { name: 'ctrl-u' })).toEqual({ text: '', cursor: 0 });
  });

  test('takes a paste as one line without controls, and not more than a line may hold', () => {
    expect(press(editLine(''), { name: 'paste', text: 'a\r\n\tb\x1b[31m\u2028c' }).text).toBe('a b [31m c');
    expect(press(editLine(''), { name: 'paste', text: 'x'.repeat(50_000) }).text).toHaveLength(2_000);
  });

  test('leaves other keys to others', () => expect(pressInLine(editLine('a'), { name: 'up' })).toBeNull());
});
