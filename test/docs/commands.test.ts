import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CLI } from '../support/cli-process.js';
import { callControl } from '../support/harness.js';
import { isThorough } from '../support/is-thorough.js';
import { type CommandStage, openCommandStage, runLine } from './command-stage.js';
import { fillPlaceholders } from './fill-placeholders.js';
import { notRun } from './not-run.js';
import { type Command, listCommands, listPages, readPage } from './read-pages.js';

/** What somebody reads first. More than half of all commands stand in the reference, docs/cli.md, which is written from the code. */
const READ_FIRST = /^(README|docs\/(first-minute|guides\/.*))\.md$/;
const pages = listPages()
  .filter((file) => isThorough || READ_FIRST.test(file))
  .map((file) => ({ file, commands: listCommands(readPage(file)) }))
  .filter(({ commands }) => commands.length > 0);
/** The same command in other words is typed once: pages say `<id>` where references have an example. */
const typed = new Set<string>();
const isNew = ({ text }: Command): boolean => {
  const words = text
    .replace(/^npx /, '')
    .replace(/\b50001\b/, '<id>')
    .replace(/\bdlv_12_1\b/, '<delivery>');
  if (typed.has(words)) return false;
  typed.add(words);
  return true;
};
const isRunHere = ({ text }: Command) => !notRun.some(({ pattern }) => pattern.test(text));

/** Verdicts are of the app, and 1 is one: what they are is tested elsewhere. */
const JUDGES = /paystage (check|diagnose|doctor|run|trigger|verify|decrypt|redeliver|resend)\b/;
/** Asks before it forgets, and there is nobody to answer. */
const ASKS = /paystage reset$/;
/** Nothing is sent anywhere by default, so there is no address to look at. */
const LOOKS = /paystage doctor$/;

/** A place of its own for so many commands at most, so that the long reference is typed at several at a time. */
const PORTION = 20;
const portions = pages.flatMap(({ file, commands }) => {
  const wanted = commands.filter((command) => isRunHere(command) && isNew(command));
  return Array.from({ length: Math.ceil(wanted.length / PORTION) }, (_, index) => {
    const part = wanted.slice(index * PORTION, (index + 1) * PORTION);
    return { file, from: part[0]?.line ?? 0, commands: part };
  });
});

describe.skipIf(!existsSync(CLI))('every command of the pages', () => {
  test.runIf(isThorough)('is run here, or stands in the list with the reason why not', () => {
    const all = pages.flatMap(({ commands }) => commands);
    expect(all.length).toBeGreaterThan(150);
    for (const { pattern } of notRun)
      expect(
        all.some(({ text }) => pattern.test(text)),
        String(pattern),
      ).toBe(true);
  });

  test.concurrent.each(portions)(
    '$file from line $from: each does what a reader expects of it',
    async ({ file, commands }) => {
      const stage = await openCommandStage();
      const failures: string[] = [];
      try {
        for (const command of commands) {
          const problem = await tryCommand(command, stage).catch((error: unknown) => String(error));
          if (problem !== null) failures.push(`${file}:${command.line}: ${command.text}\n${problem}`);
        }
      } finally {
        await stage.close();
      }
      expect(failures).toEqual([]);
    },
    600_000,
  );
});

/** What went wrong; null when nothing did. */
async function tryCommand({ text }: Command, stage: CommandStage): Promise<string | null> {
  await stage.tidy();
  const line = await fillPlaceholders(text, stage);
  const left = /<[a-z][a-z ]*>/.exec(line)?.[0];
  if (left) return `nothing stands for ${left}`;
  if (/paystage start|npm start/.test(line)) return await tryStart(line, stage);
  if (/paystage tail/.test(line)) return await tryTail(line, stage);
  const pasted = /pbpaste.*decrypt/.test(line) ? await encrypt(stage) : join(stage.folder, 'event.json');
  if (/decrypt --body @body/.test(line)) await runLine('paystage encrypt --body @payload.json > body.json', stage, {});
  const saved = /paystage record .*(?:--out|>) (\S+)/.exec(line)?.[1];
  if (saved) rmSync(join(stage.folder, saved), { force: true });
  // A clock that stands is for a stage that nobody else uses.
  const alone: Record<string, string> = line.includes('--clock simulated') ? { PAYSTAGE_PORT: '0' } : {};
  const { code, stdout, stderr } = await runLine(`set -o pipefail; ${line}`, stage, { PASTED: pasted, ...alone });
  const allowed = ASKS.test(line) || LOOKS.test(line) ? [0, 2] : JUDGES.test(line) ? [0, 1] : [0];
  if (!allowed.includes(code ?? -1)) return `ended with ${code}:\n${stdout}\n${stderr}\n(${line})`;
  if (line.startsWith('curl') && (stdout === '' || /"error":/.test(stdout))) return `answered ${stdout}`;
  return null;
}

/** In a folder of its own, since a data folder takes one stage only. */
async function tryStart(line: string, stage: CommandStage): Promise<string | null> {
  const folder = mkdtempSync(join(stage.folder, 'start-'));
  const isReady = (stdout: string) => /is ready at|"type":"ready"/.test(stdout);
  const { code, stdout, stderr } = await runLine(`cd ${folder} && ${line}`, stage, { PAYSTAGE_PORT: '0' }, isReady);
  return code === 0 && isReady(stdout) ? null : `ended with ${code}:\n${stdout}\n${stderr}`;
}

/** It follows until Ctrl-C, so something has to happen that it tells; to --quiet only what was not acknowledged is worth telling. */
async function tryTail(line: string, stage: CommandStage): Promise<string | null> {
  const { harness, folder } = stage;
  await callControl(harness, 'PATCH', '/bins/securepayapi', { status: 500 });
  const makePayment = async () => {
    const { paymentId } = await callControl<{ paymentId: string }>(harness, 'POST', '/accounts/securepayapi/payments', {});
    await callControl(harness, 'POST', `/payments/${paymentId}/customer`, { action: 'pay' });
  };
  const file = join(folder, 'said');
  rmSync(file, { force: true });
  const isTold = () => {
    if (existsSync(file) && readFileSync(file, 'utf8') !== '') return true;
    // One that is still on its way when the stage closes is not missed.
    makePayment().catch(() => undefined);
    return false;
  };
  const { code, stdout, stderr } = await runLine(line, stage, { SAID: file }, isTold);
  return code === 0 ? null : `ended with ${code}:\n${stdout}\n${stderr}`;
}

async function encrypt(stage: CommandStage): Promise<string> {
  const file = join(stage.folder, 'pasted.json');
  await runLine(`paystage encrypt --key 0123456789abcdef0123456789abcdef --body @payload.json > ${file}`, stage, {});
  return file;
}
