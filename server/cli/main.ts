#!/usr/bin/env node
import { createOutput } from './output.js';
import { describeError, formatError } from './report-error.js';
import { runCli } from './run-cli.js';

const LEFTOVERS_END_MS = 4_000;

const argv = process.argv.slice(2);
const output = createOutput(process);
const isJson = argv.includes('--json') || /^(1|true|yes|on)$/i.test(process.env.PAYSTAGE_JSON ?? '');

function fail(error: unknown): void {
  output.note(formatError(error, isJson, process.env));
  process.exitCode = describeError(error).exitCode;
}

/** After a failure nothing else may keep the process; what is printed has the time that its reader needs. */
async function endLeftovers(): Promise<void> {
  await output.whenReady();
  setTimeout(() => process.exit(), LEFTOVERS_END_MS).unref();
}

/** Reached with work still open only when something waits for what can never come: Node would end without a word. */
function reportStuck(): void {
  fail(new Error('The command stopped in the middle.'));
}

// The last write may fail after the verb is done.
process.once('exit', () => {
  if (output.failure !== null && !process.exitCode) process.exitCode = 1;
});
process.once('beforeExit', reportStuck);
try {
  process.exitCode = await runCli(argv, process.env, output);
} catch (error) {
  fail(error);
  void endLeftovers();
}
process.off('beforeExit', reportStuck);
