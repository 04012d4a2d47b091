import type { ControlClient } from '../../client/control-client.js';
import { connect } from '../find-stage.js';
import { createRecordFormatter } from '../format-record.js';
import { defineNumber, defineSwitch, defineText } from '../setting.js';
import { connectionSettings, jsonSetting, quietSetting } from '../settings.js';
import { followStream } from '../stream-client.js';
import { canOpenScreen } from '../tail/terminal-screen.js';
import type { Verb } from '../verb.js';

const from = defineNumber({
  flag: 'from',
  description: 'begin with this record; 1 shows the whole log first (default: only what happens from now on)',
  least: 1,
  most: Number.MAX_SAFE_INTEGER,
  isWhole: true,
  isInFile: false,
});
const payment = defineText({
  flag: 'payment',
  placeholder: '<id>',
  description: 'only records of this payment',
  expected: 'the id of a payment',
  isInFile: false,
});

const plain = defineSwitch({
  flag: 'plain',
  description: 'print lines, also on a terminal, instead of filling its screen',
  isInFile: false,
});

export const tail: Verb = {
  name: 'tail',
  summary: 'follow what happens, live',
  description:
    'Shows what happens on a running stage as it happens. On a terminal it fills the screen and takes most keys of the page: j and k select, d shows details, r redelivers, / searches, p shows only the payment, x switches the search off for a moment, g follows again, ? lists them all, q quits. Otherwise, and with --plain, --quiet or --json, it prints the lines that `start` prints. It survives a restart of the stage. Ctrl-C ends it.',
  arguments: [],
  settings: [from, payment, plain, quietSetting, ...connectionSettings],
  examples: [
    'paystage tail',
    'paystage tail --payment 50001 --from 1',
    'paystage tail --plain',
    'paystage tail --quiet > attention.txt',
    'paystage tail --json | jq .type',
  ],
  async run({ values, output }) {
    const client = await connect(values);
    const isJson = values.get(jsonSetting) === true;
    const wanted = values.get(payment);
    const isQuiet = values.get(quietSetting) === true;
    const first = values.get(from);
    const position = first === undefined ? await askNewest(client) : first - 1;
    const end = new AbortController();
    const stop = () => end.abort();
    output.onClosed(stop);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
    const isLines = isJson || isQuiet || values.get(plain) === true || !output.isTerminal;
    if (!isLines && canOpenScreen(process)) {
      const { runTailScreen } = await import('../tail/run-tail-screen.js');
      await runTailScreen({ process, client, paint: output.paint, position, paymentId: wanted, end });
      return 0;
    }
    const format = createRecordFormatter(output.paint, isQuiet);
    if (output.isTerminal) output.note(output.paint('faint', `Following ${client.url}. Ctrl-C ends it.`));
    await followStream(
      client.url,
      client.headers,
      position,
      {
        async onRecords(records) {
          for (const record of records) {
            if (wanted !== undefined && !('paymentId' in record && record.paymentId === wanted)) continue;
            if (isJson) output.json(record);
            else for (const line of format(record)) output.line(line);
            await output.whenReady();
          }
        },
        onGap: (oldest, newest) => output.note(`note: records ${oldest} to ${newest} are no longer kept`),
        onOtherLog: () => output.note('note: the log is another one now; it is shown from its beginning'),
        onLost: () => output.note('note: the connection is lost; trying again'),
        onBack: () => output.note('note: connected again'),
      },
      end.signal,
    );
    return 0;
  },
};

async function askNewest(client: ControlClient): Promise<number> {
  return (await client.get<{ lastSeq: number }>('/records?limit=1')).lastSeq;
}
