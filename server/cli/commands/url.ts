import type { EnvironmentView } from '../../http/control/replies.js';
import { checkChoice } from '../check-choice.js';
import { connect } from '../find-stage.js';
import { connectionSettings, jsonSetting } from '../settings.js';
import type { Verb } from '../verb.js';

export const url: Verb = {
  name: 'url',
  summary: 'print the base URL of a provider',
  description:
    'Prints the base URL that your app uses instead of the real provider; without a provider, the address of the page.',
  arguments: [{ syntax: '[provider]', description: 'name of the provider' }],
  settings: connectionSettings,
  examples: ['paystage url', 'paystage url <provider>'],
  async run({ args, values, output }) {
    const [name] = args;
    const environment = await (await connect(values)).get<EnvironmentView>('/environment');
    let address = environment.url;
    if (name !== undefined) {
      const known = environment.providers.map((provider) => provider.name);
      const wanted = checkChoice('provider', name, known);
      address = environment.providers.find((provider) => provider.name === wanted)?.baseUrl ?? address;
    }
    if (values.get(jsonSetting)) output.json({ url: address });
    else output.line(address);
    return 0;
  },
};
