import { createInterface } from 'node:readline';
import { InconclusiveError } from '../../checks/exam/inconclusive-error.js';
import { HarnessError } from '../../domain/errors.js';
import type { Output } from '../output.js';
import type { Stop } from '../scenario-run/watch-stop.js';

/** Known before anything is started. @throws HarnessError `misuse` when there is nobody to ask. */
export function refuseNoTerminal(): void {
  if (process.stdin.isTTY === true) return;
  throw new HarnessError('misuse', '--interactive needs a terminal: somebody has to do what a check asks for.', {
    hint: 'Run it in a terminal, or leave --interactive out.',
  });
}

/**
 * Prints what is to be done and waits for the return key. Ctrl-C and Ctrl-D stop the run; what is asked for after that is printed
 * without waiting, because it takes back what was asked for before. @returns a function that throws InconclusiveError when stopped.
 */
export function createOperator(output: Output, stop: Stop): (request: string) => Promise<void> {
  return async (request) => {
    output.note('');
    output.note(request);
    if (stop.signal.aborted || !(await isAnswered(stop))) throw new InconclusiveError('the run was stopped');
  };
}

/** False when the run is stopped instead, here or by a signal. */
function isAnswered(stop: Stop): Promise<boolean> {
  return new Promise((resolve) => {
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    const close = () => terminal.close();
    stop.signal.addEventListener('abort', close);
    let hasAnswer = false;
    // Without a listener of its own for SIGINT, Ctrl-C closes it, as Ctrl-D and the end of the terminal do.
    terminal.once('close', () => {
      stop.signal.removeEventListener('abort', close);
      if (!hasAnswer && !stop.signal.aborted) stop.interrupt();
      resolve(hasAnswer);
    });
    terminal.question('Press Enter when that is done. ', () => {
      hasAnswer = true;
      close();
    });
  });
}
