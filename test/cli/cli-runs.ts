import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Output, toJsonLine } from '../../server/cli/output.js';
import { paintNothing } from '../../server/cli/paint.js';
import { describeError, formatError } from '../../server/cli/report-error.js';
import { runCli as runCommandLine } from '../../server/cli/run-cli.js';
import { CLI } from '../support/cli-process.js';
import { createWaitList } from '../support/wait-list.js';

export interface RunOptions {
  cwd?: string;
  env?: Record<string, string>;
}

export interface RunResult {
  code: number | NodeJS.Signals | null;
  out: string;
  err: string;
}

export interface LongRun {
  process: ChildProcess;
  /** Everything printed on stdout so far. */
  out(): string;
  err(): string;
  /** The first line of stdout or stderr that fits, which may already be there. */
  waitForLine(pattern: RegExp): Promise<string>;
  exited: Promise<number | NodeJS.Signals | null>;
  /** Sends a signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals | null>;
}

export interface Stage extends LongRun {
  url: string;
  port: number;
}

/** Runs the command line to its end. */
export async function runCli(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const run = startCli(args, options);
  return { code: await run.exited, out: run.out(), err: run.err() };
}

/**
 * Runs the command line inside the test, for verbs that end by themselves: what it prints and how it fails, without the time that a
 * process takes to start.
 */
export async function runInProcess(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<RunResult> {
  const out: string[] = [];
  const err: string[] = [];
  const output: Output = {
    paint: paintNothing,
    isTerminal: false,
    isClosed: false,
    line: (text) => void out.push(`${text}\n`),
    json: (value) => void out.push(`${toJsonLine(value)}\n`),
    note: (text) => void err.push(`${text}\n`),
    whenReady: () => Promise.resolve(),
    onClosed: () => {},
  };
  let code: number;
  try {
    code = await runCommandLine(args, env, output);
  } catch (error) {
    output.note(formatError(error, args.includes('--json'), env));
    code = describeError(error).exitCode;
  }
  return { code, out: out.join(''), err: err.join('') };
}

/** The one JSON value that a run printed. */
export async function runJson<T>(args: readonly string[], options: RunOptions = {}): Promise<T> {
  const { code, out, err } = await runCli([...args, '--json'], options);
  if (code !== 0) throw new Error(`paystage ${args.join(' ')} ended with ${code}: ${err}`);
  return JSON.parse(out) as T;
}

/** Starts the command line as a process of its own, in a folder and an environment without settings of Paystage. */
export function startCli(args: readonly string[], { cwd = tmpdir(), env = {} }: RunOptions = {}): LongRun {
  const clean = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^PAYSTAGE_|^NO_COLOR$|^FORCE_COLOR$/.test(name)),
  );
  const child = spawn(process.execPath, [CLI, ...args], { cwd, env: { ...clean, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = { out: '', err: '' };
  const waitList = createWaitList();
  for (const [name, stream] of [
    ['out', child.stdout],
    ['err', child.stderr],
  ] as const) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      texts[name] += text;
      waitList.recheck();
    });
  }
  const exited = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('close', (code, signal) => {
      resolve(signal ?? code);
      waitList.giveUp(`the process ended with ${signal ?? code}`);
    });
  });
  return {
    process: child,
    out: () => texts.out,
    err: () => texts.err,
    waitForLine: (pattern) =>
      waitList.until(
        () => `${texts.out}\n${texts.err}`.split('\n').find((line) => pattern.test(line)),
        () => `no line fits ${pattern}; printed so far:\n${texts.out}\n${texts.err}`,
      ),
    exited,
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return exited;
    },
  };
}

/** Starts a stage on a free port and waits for its readiness line; `--memory` unless a data folder is named. */
export async function startStage(flags: readonly string[] = [], options: RunOptions = {}): Promise<Stage> {
  const storage = flags.includes('--data') ? [] : ['--memory'];
  const run = startCli(['start', '--port', '0', ...storage, ...flags], options);
  const line = await run.waitForLine(/Paystage is ready at|"type":"ready"/);
  const url = /http:\/\/localhost:\d+/.exec(line)?.[0] ?? '';
  return { ...run, url, port: Number(new URL(url).port) };
}

export interface TemporaryFolder {
  path: string;
  remove(): void;
}

export function makeFolder(): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), 'paystage-cli-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
