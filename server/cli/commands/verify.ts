import { HarnessError } from '../../domain/errors.js';
import type { Provider, SigningCodec } from '../../providers/provider.js';
import { chooseProvider } from '../message/choose-provider.js';
import { chooseKey } from '../message/find-key.js';
import { bodyFileSetting, bodySetting, secretSetting, signatureSetting, timestampSetting } from '../message/message-settings.js';
import { readBody } from '../message/read-body.js';
import type { Setting } from '../setting.js';
import { connectionSettings, jsonSetting } from '../settings.js';
import { toTerminalText } from '../terminal-text.js';
import type { Values } from '../values.js';
import type { Verb } from '../verb.js';

export const verify: Verb = {
  name: 'verify',
  summary: 'say whether a signature is right, or exactly why not',
  description:
    'Works out the signature of a delivery and compares it with the one that was given: the one that came, or the one that your code made. When they differ, it tries every known mistake, alone and two together, and names the one that leads to the given signature. Needs no stage; without --secret it takes the key of the running stage or of the data folder. Exits 0 when it is right, 1 when it is not.',
  arguments: [{ syntax: '[provider]', description: 'a provider that signs; needed only where there are several' }],
  settings: [secretSetting, timestampSetting, bodySetting, bodyFileSetting, signatureSetting, ...connectionSettings],
  examples: [
    'paystage verify --secret <secret> --timestamp 1760000001 --body @event.json --signature <hex>',
    'pbpaste | paystage verify --timestamp 1760000001 --signature <hex> --body -',
  ],
  async run(call) {
    const { args, values, output } = call;
    const { provider, part: signing } = chooseProvider(
      args[0],
      ({ codec }) => codec?.signing,
      'signs nothing, so there is nothing to verify',
    );
    const { timestamp, signature } = readHeaders(values, provider, signing);
    const { bytes } = await readBody(values);
    const secret = await chooseKey(call, provider, { name: signing.keyName, flag: '--secret', given: values.get(secretSetting) });
    const verdict = signing.verify({ secret: secret.key, timestamp, body: bytes }, signature);
    if (secret.from !== '--secret') output.note(`note: verified with the secret of ${secret.from}.`);
    if (values.get(jsonSetting)) {
      output.json({ provider: provider.name, ...verdict, bytes: bytes.length, secretFrom: secret.from });
      return verdict.isRight ? 0 : 1;
    }
    const { paint } = output;
    if (verdict.isRight) {
      output.line(`${paint('good', 'right')}  ${verdict.sentence}`);
      return 0;
    }
    output.line(`${paint('bad', 'wrong')}  ${toTerminalText(verdict.sentence)}`);
    const facts: [string, string][] = [
      ['expected', verdict.expected],
      ['given', signature],
      ['secret', `begins with ${verdict.keyFingerprint} when it is hashed with SHA-256`],
      ['body', `${bytes.length} bytes`],
      ...[...new Set(verdict.mistakes.map(({ fix }) => fix))].map((fix): [string, string] => ['fix', fix]),
    ];
    for (const [name, text] of facts) output.line(`  ${paint('faint', name.padEnd(8))}  ${toTerminalText(text)}`);
    return 1;
  },
};

/** @throws HarnessError `misuse` for what is missing or no value of its header. */
function readHeaders(values: Values, { signatureHeaders }: Provider, signing: SigningCodec) {
  const [signatureHeader = 'the signature', timestampHeader = 'the time'] = signatureHeaders;
  const timestamp = readHeader(values, timestampSetting, timestampHeader);
  const signature = readHeader(values, signatureSetting, signatureHeader);
  const fault = signing.checkTimestamp(timestamp);
  if (fault === null) return { timestamp, signature };
  throw new HarnessError('misuse', `--timestamp: expected ${signing.timestampWords}, found "${toTerminalText(timestamp, 60)}".`, {
    hint: fault,
  });
}

function readHeader(values: Values, setting: Setting<string>, header: string): string {
  const value = values.get(setting);
  if (value === undefined)
    throw new HarnessError('misuse', `--${setting.flag} is missing.`, {
      hint: `Give the value of the header ${header}, as it came.`,
    });
  const [, bare] = new RegExp(`^\\s*${header}\\s*:\\s*(.*)$`, 'i').exec(value) ?? [];
  if (bare === undefined) return value;
  throw new HarnessError('misuse', `--${setting.flag} has the name of the header in it.`, {
    hint: `Give the value alone: --${setting.flag} '${toTerminalText(bare, 100)}'.`,
  });
}
