import type { IncomingMessage } from 'node:http';
import { HarnessError } from '../../domain/errors.js';
import { connect } from '../find-stage.js';
import type { Output } from '../output.js';
import { saveLines } from '../save-lines.js';
import { defineSwitch, defineText } from '../setting.js';
import { connectionSettings, jsonSetting } from '../settings.js';
import { splitLines } from '../split-lines.js';
import { toTerminalJson, toTerminalText } from '../terminal-text.js';
import type { Verb } from '../verb.js';

const out = defineText({
  flag: 'out',
  placeholder: '<file>',
  description: 'where to write it, - for stdout (default: a file here, named after the log and the day)',
  expected: 'a file',
  isInFile: false,
});

const force = defineSwitch({ flag: 'force', description: 'replace the file if there is one', isInFile: false });

export const exportLog: Verb = {
  name: 'export',
  summary: 'save the whole log as a file that the page can open',
  description:
    'Saves everything that happened on the stage as one file: a line about the log, then one record per line, secrets masked as they are in the log. The page opens it again, also on another machine. A file that is there is replaced with --force only.',
  arguments: [],
  settings: [out, force, ...connectionSettings],
  examples: ['paystage export', 'paystage export --out failed-run.jsonl', 'paystage export --out - | grep attempt.finished'],
  async run({ values, output }) {
    const client = await connect(values);
    const reply = await client.download('/log');
    const path = values.get(out) ?? readFileName(reply);
    try {
      if (path === '-') await printLines(reply, output);
      else {
        const { lines, bytes } = await saveLines(reply, path, values.get(force) === true);
        const records = lines - 1;
        if (values.get(jsonSetting)) output.json({ file: path, records, bytes });
        else output.line(`${records === 1 ? '1 record' : `${records} records`} written to ${toTerminalText(path, 500)}`);
      }
      return 0;
    } finally {
      reply.destroy();
    }
  },
};

async function printLines(reply: IncomingMessage, output: Output): Promise<void> {
  for await (const line of splitLines(reply)) {
    output.line(output.isTerminal ? toTerminalJson(line) : line);
    await output.whenReady();
    if (output.isClosed) return;
  }
}

/** The name that the stage gives it, of at most 100 characters. @throws HarnessError `not_paystage` when it names anything else. */
function readFileName({ headers }: IncomingMessage): string {
  const name = /filename="([^"]+)"/.exec(headers['content-disposition'] ?? '')?.[1] ?? '';
  if (/^paystage-[\w.-]{1,85}\.jsonl$/.test(name)) return name;
  throw new HarnessError('not_paystage', 'The answer does not look like the log of a stage.', {
    hint: 'Is it an older version? Name the file with --out.',
  });
}
