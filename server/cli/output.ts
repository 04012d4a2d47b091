import { choosePaint, type Paint } from './paint.js';
import { toTerminalJson } from './terminal-text.js';

/** A reader that leaves this much unread loses lines rather than filling our memory. */
const MAX_BACKLOG_BYTES = 4_194_304;

/** Where a verb prints: results on stdout, everything about the run itself on stderr. */
export interface Output {
  paint: Paint;
  isTerminal: boolean;
  /** True once the reader of stdout has left, as `head -1` does, or writing failed. */
  readonly isClosed: boolean;
  line(text: string): void;
  /** One JSON value on one line, with everything escaped that a terminal obeys. */
  json(value: unknown): void;
  /** Prints to stderr. */
  note(text: string): void;
  /** Resolves at once while stdout keeps up, otherwise when it has caught up or its reader has left. */
  whenReady(): Promise<void>;
  /** Called once, when the reader of stdout leaves. */
  onClosed(run: () => void): void;
}

/** The output of this process. */
export interface ProcessOutput extends Output {
  /** Why stdout could not be written, as on a full disk; null while it could, and when only its reader left. */
  readonly failure: Error | null;
}

/** What `json` prints. */
export function toJsonLine(value: unknown): string {
  return toTerminalJson(JSON.stringify(value));
}

export function createOutput(process: NodeJS.Process): ProcessOutput {
  const { stdout, stderr } = process;
  const onClosed: (() => void)[] = [];
  let isClosed = false;
  let dropped = 0;
  let failure: Error | null = null;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (isClosed) return;
    isClosed = true;
    // A pipe whose reader left answers EPIPE, later or at once; nobody is there to be told.
    if (error.code !== 'EPIPE') {
      failure = error;
      stderr.write(`paystage: what was printed is lost, stdout cannot be written: ${error.message}\n`);
    }
    for (const run of onClosed) run();
  });
  stderr.on('error', () => {});

  function line(text: string): void {
    if (isClosed) return;
    if (stdout.writableLength > MAX_BACKLOG_BYTES) {
      dropped += 1;
      return;
    }
    if (dropped > 0) {
      stderr.write(`paystage: ${dropped} lines were left out, because nobody read them in time\n`);
      dropped = 0;
    }
    stdout.write(`${text}\n`);
  }

  return {
    paint: choosePaint(stdout, process.env),
    isTerminal: stdout.isTTY === true,
    get failure() {
      return failure;
    },
    get isClosed() {
      return isClosed;
    },
    line,
    json: (value) => line(toJsonLine(value)),
    note: (text) => void stderr.write(`${text}\n`),
    whenReady: () =>
      isClosed || !stdout.writableNeedDrain
        ? Promise.resolve()
        : new Promise((resolve) => {
            stdout.once('drain', resolve);
            onClosed.push(resolve);
          }),
    onClosed: (run) => void onClosed.push(run),
  };
}
