import { HarnessError } from '../../domain/errors.js';
import { chooseProvider } from '../message/choose-provider.js';
import { chooseKey } from '../message/find-key.js';
import { bodyFileSetting, bodySetting, keySetting } from '../message/message-settings.js';
import { readBody, readText } from '../message/read-body.js';
import { connectionSettings, jsonSetting } from '../settings.js';
import type { Verb } from '../verb.js';

export const encrypt: Verb = {
  name: 'encrypt',
  summary: 'encrypt a payload as the provider does',
  description:
    'Prints the body of a delivery with this payload, encrypted. Needs no stage; without --key it takes the key of the running stage or of the data folder.',
  arguments: [{ syntax: '[provider]', description: 'a provider that encrypts; needed only where there are several' }],
  settings: [bodySetting, bodyFileSetting, keySetting, ...connectionSettings],
  examples: [
    `paystage encrypt --key <32 characters> --body '{"status":"Success"}'`,
    'paystage encrypt --body @payload.json > body.json',
  ],
  async run(call) {
    const { args, values, output } = call;
    const { provider, part } = chooseProvider(args[0], ({ codec }) => codec?.encryption, 'encrypts nothing');
    const payload = readText(await readBody(values));
    const key = await chooseKey(call, provider, { name: part.keyName, flag: '--key', given: values.get(keySetting) });
    const fault = part.checkKey(key.key);
    if (fault !== null)
      throw new HarnessError('misuse', `--key cannot encrypt. ${fault}`, { hint: 'Give the key exactly as the account has it.' });
    const body = part.encrypt(payload, key.key);
    if (key.from !== '--key') output.note(`note: encrypted with the key of ${key.from}.`);
    if (values.get(jsonSetting)) output.json({ provider: provider.name, body, keyFrom: key.from });
    else output.line(body);
    return 0;
  },
};
