import { createKeyDecoder, type Key } from './key-input.js';

export interface TerminalScreen {
  readonly columns: number;
  readonly rows: number;
  /** Says that what is shown has changed; it is drawn soon, and not more often than a terminal can show. */
  refresh(): void;
  /** Gives the terminal back as it was. */
  close(): void;
}

export interface ScreenUse {
  /** The rows to show, each no wider than the screen. */
  render(): readonly string[];
  onKey(key: Key): void;
  onResize(): void;
  /** The keyboard is gone: nobody is there. */
  onEnd(): void;
}

const FRAME_MS = 1_000 / 30;
/** An Esc that nothing follows within this time was pressed alone. */
const ESCAPE_MS = 50;
/** Alternate screen, no wrapping at the right edge, no cursor, pasted text between marks. */
const ENTER = '\x1b[?1049h\x1b[?7l\x1b[?25l\x1b[?2004h\x1b[2J';
const LEAVE = '\x1b[?2004l\x1b[0m\x1b[?25h\x1b[?7h\x1b[?1049l';
/** What lies between is shown at once, by terminals that know these. */
const [BEGIN_FRAME, END_FRAME] = ['\x1b[?2026h', '\x1b[?2026l'];

/** True when somebody sits at both ends and the terminal understands cursor movements. */
export function canOpenScreen({ stdin, stdout, env }: NodeJS.Process): boolean {
  return stdin.isTTY === true && stdout.isTTY === true && env.TERM !== 'dumb';
}

/**
 * Takes the terminal over until `close`. It is given back also when the process ends otherwise: on exit, and before an exception that
 * nobody caught is printed. Only SIGKILL leaves it as it is.
 */
export function openScreen(process: NodeJS.Process, use: ScreenUse): TerminalScreen {
  const { stdin, stdout } = process;
  const decoder = createKeyDecoder();
  let drawn: readonly string[] = [];
  let drawnAtMs = Number.NEGATIVE_INFINITY;
  let frame: NodeJS.Timeout | null = null;
  let patience: NodeJS.Timeout | undefined;
  let isOpen = true;

  function draw(): void {
    frame = null;
    // A terminal that cannot keep up gets the next picture instead of all of them.
    if (stdout.writableNeedDrain) {
      stdout.once('drain', refresh);
      return;
    }
    drawnAtMs = performance.now();
    const rows = use.render();
    let output = '';
    for (const [index, row] of rows.entries()) {
      if (row !== drawn[index]) output += `\x1b[${index + 1};1H\x1b[0m\x1b[2K${row}`;
    }
    drawn = rows;
    if (output !== '') stdout.write(`${BEGIN_FRAME}${output}${END_FRAME}`);
  }

  function refresh(): void {
    if (!isOpen || frame !== null) return;
    frame = setTimeout(draw, Math.max(0, drawnAtMs + FRAME_MS - performance.now()));
  }

  function take(keys: readonly Key[]): void {
    for (const key of keys) {
      if (!isOpen) return;
      if (key.name === 'ctrl-l') redrawAll();
      else use.onKey(key);
    }
  }

  function onData(bytes: Uint8Array): void {
    clearTimeout(patience);
    take(decoder.read(bytes));
    if (decoder.isWaiting) patience = setTimeout(() => take(decoder.flush()), ESCAPE_MS);
  }

  function redrawAll(): void {
    drawn = [];
    stdout.write('\x1b[2J');
    refresh();
  }

  function onResize(): void {
    use.onResize();
    redrawAll();
  }

  function close(): void {
    if (!isOpen) return;
    isOpen = false;
    clearTimeout(patience);
    if (frame !== null) clearTimeout(frame);
    stdin.off('data', onData);
    stdin.off('end', use.onEnd);
    stdin.off('error', use.onEnd);
    stdout.off('resize', onResize);
    stdout.off('drain', refresh);
    process.off('exit', close);
    process.off('uncaughtExceptionMonitor', close);
    process.off('SIGCONT', onContinue);
    setRawMode(stdin, false);
    stdin.pause();
    stdout.write(LEAVE);
  }

  /** Whoever stopped the process and went on may have left the terminal in any state. */
  function onContinue(): void {
    setRawMode(stdin, true);
    stdout.write(ENTER);
    redrawAll();
  }

  process.on('exit', close);
  process.on('uncaughtExceptionMonitor', close);
  process.on('SIGCONT', onContinue);
  setRawMode(stdin, true);
  stdin.on('data', onData);
  stdin.on('end', use.onEnd);
  stdin.on('error', use.onEnd);
  stdin.resume();
  stdout.on('resize', onResize);
  stdout.write(ENTER);
  refresh();

  return {
    get columns() {
      return stdout.columns || 80;
    },
    get rows() {
      return stdout.rows || 24;
    },
    refresh,
    close,
  };
}

/** A terminal that was hung up cannot be set, and needs not be. */
function setRawMode(stdin: NodeJS.ReadStream, isRaw: boolean): void {
  try {
    stdin.setRawMode(isRaw);
  } catch {}
}
