import { createLineProgress, createLiveProgress, type Progress } from '../../scenarios/report/progress.js';
import type { Output } from '../output.js';
import { choosePaint } from '../paint.js';
import { toTerminalText } from '../terminal-text.js';
import type { ReportForm } from './read-reports.js';

const QUIET: Progress = { onEvent() {}, end() {} };

/**
 * On a terminal lines that change, in a pipe and in CI one line for each scenario that has ended. Where another report has stdout, the terminal
 * behind stderr is told, and nobody when there is none.
 */
export function chooseProgress(output: Output, stdout: ReportForm): Progress {
  const stream = stdout === 'text' ? process.stdout : process.stderr;
  const isLive =
    (stdout === 'text' ? output.isTerminal : stream.isTTY === true) && process.env.TERM !== 'dumb' && !process.env.CI;
  const style = { paint: stdout === 'text' ? output.paint : choosePaint(stream, process.env), clean: toTerminalText };
  if (isLive) {
    const screen = {
      write: (text: string) => void stream.write(text),
      columns: () => stream.columns || 80,
      rows: () => stream.rows || 24,
    };
    return createLiveProgress(style, screen);
  }
  return stdout === 'text' ? createLineProgress(style, output.line) : QUIET;
}
