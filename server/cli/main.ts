#!/usr/bin/env node
import { createOutput } from './output.js';
import { describeError, formatError } from './report-error.js';
import { runCli } from './run-cli.js';

const argv = process.argv.slice(2);
const output = createOutput(process);
const isJson = argv.includes('--json') || /^(1|true|yes|on)$/i.test(process.env.PAYSTAGE_JSON ?? '');

function fail(error: unknown): void {
  output.note(formatError(error, isJson, process.env));
  process.exitCode = describeError(error).exitCode;
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
}
process.off('beforeExit', reportStuck);
