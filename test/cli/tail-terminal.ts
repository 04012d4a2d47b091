import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { CLI } from '../support/cli-process.js';
import { createWaitList } from '../support/wait-list.js';

export interface TerminalRun {
  process: ChildProcess;
  /** The rows that somebody in front of it sees now. */
  rows(): string[];
  /** Everything that was written, with all control sequences. */
  raw(): string;
  press(keys: string): void;
  /** Waits until a row fits. @returns that row. */
  waitForRow(pattern: RegExp): Promise<string>;
  /** Waits until no row fits. */
  waitForNoRow(pattern: RegExp): Promise<void>;
  waitForRaw(pattern: RegExp): Promise<RegExpExecArray>;
  exited: Promise<number | NodeJS.Signals | null>;
}

/** Of util-linux: gives a program a terminal of its own. */
const SCRIPT = 'script';
export const hasScript = /util-linux/.test(spawnSync(SCRIPT, ['--version'], { encoding: 'utf8' }).stdout ?? '');

export interface TerminalOptions {
  columns?: number;
  rows?: number;
  env?: Record<string, string>;
}

/** Runs a shell command on a terminal; `$PAYSTAGE` in it is the command line. */
export function runOnTerminal(command: string, { columns = 80, rows = 24, env = {} }: TerminalOptions = {}): TerminalRun {
  const clean = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^PAYSTAGE_|^NO_COLOR$|^FORCE_COLOR$|^CI$/.test(name)),
  );
  const child = spawn(
    SCRIPT,
    ['-qfec', `stty cols ${columns} rows ${rows}; ${command.replaceAll('$PAYSTAGE', '"$NODE" "$CLI"')}`, '/dev/null'],
    {
      cwd: tmpdir(),
      env: { ...clean, TERM: 'xterm-256color', SHELL: '/bin/sh', NODE: process.execPath, CLI, ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  let raw = '';
  const waitList = createWaitList();
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (text: string) => {
    raw += text;
    waitList.recheck();
  });
  const readRows = () => readScreen(raw, rows);
  const exited = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('close', (code, signal) => {
      resolve(signal ?? code);
      waitList.giveUp(`the terminal ended with ${signal ?? code}`);
    });
  });
  return {
    process: child,
    rows: readRows,
    raw: () => raw,
    press: (keys) => void child.stdin.write(keys),
    waitForRow: (pattern) =>
      waitList.until(
        () => readRows().find((row) => pattern.test(row)),
        () => `no row fits ${pattern}:\n${readRows().join('\n')}`,
      ),
    waitForNoRow: async (pattern) => {
      await waitList.until(
        () => !readRows().some((row) => pattern.test(row)) || undefined,
        () => `a row still fits ${pattern}:\n${readRows().join('\n')}`,
      );
    },
    waitForRaw: (pattern) =>
      waitList.until(
        () => pattern.exec(raw) ?? undefined,
        () => `nothing fits ${pattern}: ${JSON.stringify(raw)}`,
      ),
    exited,
  };
}

/** A terminal that knows what `paystage tail` uses: going to a row, erasing it, erasing all. */
function readScreen(raw: string, rowCount: number): string[] {
  const rows = Array<string>(rowCount).fill('');
  let row = 0;
  for (const [, parameters = '', final, text] of raw.matchAll(/\x1b\[([?\d;]*)([A-Za-z])|([^\x1b]+)/g)) {
    if (text !== undefined) rows[row] = `${rows[row] ?? ''}${text}`;
    else if (final === 'H') row = Number(parameters.split(';')[0]) - 1;
    else if (final === 'K') rows[row] = '';
    else if (final === 'J') rows.fill('');
  }
  return rows;
}
