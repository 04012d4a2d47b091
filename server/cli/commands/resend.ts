import { HarnessError } from '../../domain/errors.js';
import { hideCredentials } from '../../domain/url-credentials.js';
import { readAtMost } from '../../log/read-at-most.js';
import type { LogRecord } from '../../protocol/records.js';
import { verdictWords } from '../../reading/verdict-words.js';
import { connect } from '../find-stage.js';
import { formatBody, formatMs } from '../format-parts.js';
import type { Output } from '../output.js';
import { editHeaders } from '../sent-headers.js';
import { defineChoice, defineList, defineText, defineUrl } from '../setting.js';
import { connectionSettings, jsonSetting } from '../settings.js';
import { toTerminalText } from '../terminal-text.js';
import type { Verb } from '../verb.js';
import { toneOfCode } from '../verdict-words.js';

type ResendRecord = Extract<LogRecord, { type: 'resend.finished' }>;

const bodyFile = defineText({
  flag: 'body-file',
  placeholder: '<file>',
  description: 'file with the body to send (default: the body of the delivery)',
  expected: 'a file',
  isInFile: false,
});
const header = {
  ...defineList({
    flag: 'header',
    placeholder: '<name: value>',
    description: 'set a header among those of the last attempt; "Name:" leaves one out; repeatable',
    expected: 'Name: value',
    isInFile: false,
    isItem: (text): text is string => typeof text === 'string' && /^[!#$%&'*+.^_`|~0-9A-Za-z-]+:/.test(text),
  }),
  // A comma is a part of the value here.
  readText: (text: string) => [text],
};
const sign = defineChoice({
  flag: 'sign',
  description: 'sign again, keep time and signature as they were, or sign with --key (default: fresh)',
  choices: ['fresh', 'kept', 'other-key'],
  isInFile: false,
});
const key = defineText({
  flag: 'key',
  placeholder: '<secret>',
  description: 'signs in place of the secret key, with --sign other-key',
  expected: 'a key',
  isInFile: false,
  isSecret: true,
});
const endpoint = defineUrl({ flag: 'to', description: 'send it there instead', isInFile: false });

export const resend: Verb = {
  name: 'resend',
  summary: 'edit and resend: change a delivery first, beside what counts',
  description:
    'Edit and resend: sends a delivery with another body, other headers or another signature, to see how your app takes it. It does not count: the delivery stays as it was. Exits 1 when the answer is not an acknowledgement.',
  arguments: [{ syntax: '<delivery>', description: 'id of a delivery (dlv_...), as `paystage payments <id>` lists it' }],
  settings: [bodyFile, header, sign, key, endpoint, ...connectionSettings],
  examples: [
    'paystage resend dlv_12_1 --body-file edited.json',
    'paystage resend dlv_12_1 --body-file edited.json --sign kept     # does your app notice?',
    'paystage resend dlv_12_1 --sign other-key --key not-the-key',
    "paystage resend dlv_12_1 --header 'X-Request-Id: 7' --header 'User-Agent:'",
  ],
  async run({ args, values, output }) {
    const id = args[0] ?? '';
    const signing = values.get(sign) ?? 'fresh';
    const otherKey = values.get(key);
    if ((signing === 'other-key') !== (otherKey !== undefined))
      throw new HarnessError('misuse', '--key and --sign other-key go together.');
    const file = values.get(bodyFile);
    const body = file === undefined ? undefined : await readBody(file);
    const client = await connect(values);
    const edits = values.get(header) ?? [];
    const record = await client.post<ResendRecord>(`/deliveries/${encodeURIComponent(id)}/resend`, {
      signing: signing === 'other-key' ? 'other_key' : signing,
      key: otherKey,
      endpoint: values.get(endpoint),
      body,
      headers: edits.length === 0 ? undefined : await editHeaders(client, id, edits),
    });
    if (values.get(jsonSetting)) output.json(record);
    else print(record, output);
    return record.code === 'acknowledged' ? 0 : 1;
  },
};

const MAX_BODY_BYTES = 16_777_216;

async function readBody(path: string): Promise<string> {
  try {
    const bytes = await readAtMost(path, MAX_BODY_BYTES);
    if (bytes === null)
      throw new HarnessError('misuse', `${path} cannot be sent: it is longer than ${MAX_BODY_BYTES} bytes, which no webhook is.`);
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    if (cause instanceof HarnessError) throw cause;
    const reason = cause instanceof TypeError ? 'it is no UTF-8 text' : (cause as NodeJS.ErrnoException).code;
    throw new HarnessError('misuse', `${path} cannot be sent: ${reason}.`, { cause });
  }
}

function print({ deliveryId, request, response, code, latencyMs, sentence }: ResendRecord, { line, paint }: Output): void {
  line(`${deliveryId}  ${request.method} ${toTerminalText(hideCredentials(request.url), 300)}`);
  const verdict = paint(toneOfCode(code), verdictWords[code]);
  line(`  edited and resent  ${formatMs(latencyMs)}  ${verdict}: ${toTerminalText(sentence)}`);
  if (code !== 'acknowledged') for (const text of formatBody(response?.body)) line(`  ${paint('faint', '|')} ${text}`);
}
