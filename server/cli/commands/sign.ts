import { HarnessError } from '../../domain/errors.js';
import { buildCurl } from '../message/build-curl.js';
import { chooseProvider } from '../message/choose-provider.js';
import { chooseKey } from '../message/find-key.js';
import { bodyFileSetting, bodySetting, endpointSetting, secretSetting, timestampSetting } from '../message/message-settings.js';
import { readBody } from '../message/read-body.js';
import { connectionSettings, jsonSetting } from '../settings.js';
import { toTerminalText } from '../terminal-text.js';
import type { Verb } from '../verb.js';

export const sign: Verb = {
  name: 'sign',
  summary: 'sign any body as the provider does',
  description:
    'Prints the headers of a delivery with this body, and with --endpoint a curl that sends it. Needs no stage; without --secret it takes the key of the running stage or of the data folder. The time is now unless --timestamp says otherwise.',
  arguments: [{ syntax: '[provider]', description: 'a provider that signs; needed only where there are several' }],
  settings: [bodySetting, bodyFileSetting, secretSetting, timestampSetting, endpointSetting, ...connectionSettings],
  examples: [
    `paystage sign --body '{"status":"PAYING"}' --secret <secret>`,
    'paystage sign --body @event.json --endpoint http://localhost:3000/webhooks',
    'cat event.json | paystage sign --body - --timestamp 1760000001 --json',
  ],
  async run(call) {
    const { args, values, output } = call;
    const { provider, part: signing } = chooseProvider(
      args[0],
      ({ codec }) => codec?.signing,
      'signs nothing, so there is nothing to sign',
    );
    const timestamp = values.get(timestampSetting) ?? signing.buildTimestamp(Date.now());
    const fault = signing.checkTimestamp(timestamp);
    if (fault !== null) throw new HarnessError('misuse', `--timestamp: expected ${signing.timestampWords}.`, { hint: fault });
    const body = await readBody(values);
    const secret = await chooseKey(call, provider, { name: signing.keyName, flag: '--secret', given: values.get(secretSetting) });
    const headers = signing.sign({ secret: secret.key, timestamp, body: body.bytes });
    const endpoint = values.get(endpointSetting);
    const curl = endpoint === undefined ? null : buildCurl(endpoint, headers, body);
    if (secret.from !== '--secret') output.note(`note: signed with the secret of ${secret.from}.`);
    if (values.get(jsonSetting)) {
      const told = {
        provider: provider.name,
        headers: Object.fromEntries(headers),
        bytes: body.bytes.length,
        secretFrom: secret.from,
        curl: curl?.join('\n') ?? null,
      };
      output.json(told);
      return 0;
    }
    for (const [name, value] of headers) output.line(`${name}: ${toTerminalText(value)}`);
    if (curl !== null) for (const line of ['', ...curl]) output.line(line);
    return 0;
  },
};
