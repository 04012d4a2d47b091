import { chooseProvider } from '../message/choose-provider.js';
import { chooseKey } from '../message/find-key.js';
import { bodyFileSetting, bodySetting, keySetting } from '../message/message-settings.js';
import { readBody, readText } from '../message/read-body.js';
import { connectionSettings, jsonSetting } from '../settings.js';
import { toTerminalLines, toTerminalText } from '../terminal-text.js';
import type { Verb } from '../verb.js';

const MAX_LINES = 1_000;
const MAX_LINE_CHARS = 10_000;

export const decrypt: Verb = {
  name: 'decrypt',
  summary: 'decrypt a payload, or say exactly why it cannot be done',
  description:
    'Prints the payload of an encrypted body, or of the ciphertext alone. When it cannot be decrypted, it says exactly why: the length of the key, the initialisation vector, base64, the padding, another mode, another key, or that nothing was encrypted. Needs no stage; without --key it takes the key of the running stage or of the data folder. Exits 1 when it cannot be decrypted as it stands.',
  arguments: [{ syntax: '[provider]', description: 'a provider that encrypts; needed only where there are several' }],
  settings: [bodySetting, bodyFileSetting, keySetting, ...connectionSettings],
  examples: [
    `paystage decrypt --key <32 characters> --body '{"data":"QKOtcVNzbiWi..."}'`,
    'paystage decrypt --body @body.json',
    'pbpaste | paystage decrypt --key <32 characters> --body -',
  ],
  async run(call) {
    const { args, values, output } = call;
    const { provider, part } = chooseProvider(args[0], ({ codec }) => codec?.encryption, 'encrypts nothing');
    const body = readText(await readBody(values));
    const key = await chooseKey(call, provider, { name: part.keyName, flag: '--key', given: values.get(keySetting) });
    const result = part.decrypt(body, key.key);
    if (key.from !== '--key') output.note(`note: with the key of ${key.from}.`);
    if (values.get(jsonSetting)) {
      output.json({ provider: provider.name, ...result, keyFrom: key.from });
      return result.isRight ? 0 : 1;
    }
    if (result.isRight) {
      // A program gets it exactly as it is, a person so that the terminal obeys nothing in it.
      const lines = output.isTerminal ? toTerminalLines(result.payload, MAX_LINES, MAX_LINE_CHARS) : [result.payload];
      for (const line of lines) output.line(line);
      return 0;
    }
    const { paint } = output;
    output.line(`${paint('bad', 'cannot be decrypted')}  ${toTerminalText(result.sentence)}`);
    output.line(`  ${paint('faint', 'fix     ')}  ${result.fix}`);
    if (result.payload !== undefined) output.line(`  ${paint('faint', 'payload ')}  ${toTerminalText(result.payload)}`);
    return 1;
  },
};
