import { StringDecoder } from 'node:string_decoder';

/** What a person did on the keyboard. */
export type Key = { name: KeyName } | { name: 'text' | 'paste'; text: string };

export type KeyName =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'home'
  | 'end'
  | 'pageup'
  | 'pagedown'
  | 'delete'
  | 'enter'
  | 'escape'
  | 'backspace'
  | 'tab'
  | 'ctrl-c'
  | 'ctrl-l'
  | 'ctrl-u'
  | 'ctrl-w';

export interface KeyDecoder {
  /** The keys that are complete with these bytes. */
  read(bytes: Uint8Array): Key[];
  /** What is left when nothing more comes: an Esc that begins no sequence. */
  flush(): Key[];
  /** True while it is open whether an Esc begins a sequence. */
  readonly isWaiting: boolean;
}

const CONTROLS: Readonly<Record<string, KeyName>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\b': 'backspace',
  '\x7f': 'backspace',
  '\x01': 'home',
  '\x05': 'end',
  '\x03': 'ctrl-c',
  '\x0c': 'ctrl-l',
  '\x15': 'ctrl-u',
  '\x17': 'ctrl-w',
};
const FINALS: Readonly<Record<string, KeyName>> = { A: 'up', B: 'down', C: 'right', D: 'left', H: 'home', F: 'end' };
const NUMBERS: Readonly<Record<string, KeyName>> = {
  1: 'home',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
};
/** Control sequences of ECMA-48, and the ones with two brackets that the Linux console sends for function keys. */
const SEQUENCE = /^\x1b(?:\[\[[A-E]|\[([0-?]*)[ -/]*([@-Z\\-~])|O(.))/s;
const MAY_BECOME_SEQUENCE = /^\x1b(?:\[\[?|\[[0-?]*[ -/]*|O)?$/;
const MAX_SEQUENCE_CHARS = 64;
const PASTE_START = '\x1b[200~';
const PASTE_END = '\x1b[201~';
const MAX_PASTE_CHARS = 100_000;

/** Turns what a terminal in raw mode sends into keys, however it is cut into pieces. Sequences that mean no key here are swallowed whole. */
export function createKeyDecoder(): KeyDecoder {
  const decoder = new StringDecoder('utf8');
  let pending = '';
  let pasted: string | null = null;

  function take(): Key | null | 'more' {
    if (pasted !== null) return takePaste();
    if (pending.startsWith(PASTE_START)) {
      pasted = '';
      pending = pending.slice(PASTE_START.length);
      return null;
    }
    if (pending.startsWith('\x1b')) return takeSequence();
    const char = String.fromCodePoint(pending.codePointAt(0) ?? 0);
    pending = pending.slice(char.length);
    const name = CONTROLS[char];
    if (name !== undefined) return { name };
    return /\p{Cc}/u.test(char) ? null : { name: 'text', text: char };
  }

  function takeSequence(): Key | null | 'more' {
    const [sequence, parameters = '', final = '', single = ''] = SEQUENCE.exec(pending) ?? [];
    if (sequence !== undefined) {
      pending = pending.slice(sequence.length);
      const name = final === '~' ? NUMBERS[parameters.split(';')[0] ?? ''] : FINALS[final || single];
      return name === undefined ? null : { name };
    }
    if (MAY_BECOME_SEQUENCE.test(pending) && pending.length <= MAX_SEQUENCE_CHARS) return 'more';
    if (pending.startsWith('\x1b\x1b')) {
      pending = pending.slice(1);
      return { name: 'escape' };
    }
    // Alt with a letter: no key of ours, and the letter alone must not act. Of what is no sequence at all only the Esc goes.
    pending = pending.slice(/^\x1b[^[O]/su.exec(pending)?.[0].length ?? 1);
    return null;
  }

  function takePaste(): Key | null | 'more' {
    const end = pending.indexOf(PASTE_END);
    const stop = pending.indexOf('\x03');
    // Ctrl-C gets out, should the end of the paste never come.
    const isStopped = stop !== -1 && (end === -1 || stop < end);
    if (end === -1 && !isStopped) {
      const keep = lengthOfBegunEnd(pending);
      pasted = `${pasted}${pending.slice(0, pending.length - keep)}`.slice(0, MAX_PASTE_CHARS);
      pending = pending.slice(pending.length - keep);
      return 'more';
    }
    const text = `${pasted}${pending.slice(0, isStopped ? stop : end)}`.slice(0, MAX_PASTE_CHARS);
    pending = pending.slice(isStopped ? stop : end + PASTE_END.length);
    pasted = null;
    return { name: 'paste', text };
  }

  function takeAll(): Key[] {
    const keys: Key[] = [];
    while (pending !== '') {
      const key = take();
      if (key === 'more') break;
      if (key !== null) keys.push(key);
    }
    return keys;
  }

  return {
    read(bytes) {
      pending += decoder.write(Buffer.from(bytes));
      return takeAll();
    },
    flush() {
      if (pasted !== null || !pending.startsWith('\x1b')) return [];
      const isAlone = pending === '\x1b';
      pending = '';
      return isAlone ? [{ name: 'escape' }] : [];
    },
    get isWaiting() {
      return pasted === null && pending !== '';
    },
  };
}

/** How many characters at the end may be the beginning of the end of a paste. */
function lengthOfBegunEnd(text: string): number {
  for (let length = Math.min(text.length, PASTE_END.length - 1); length > 0; length -= 1) {
    if (text.endsWith(PASTE_END.slice(0, length))) return length;
  }
  return 0;
}
