import type { CreatedView, ProviderView } from '../../http/control/provider-replies.js';
import { checkChoice } from '../check-choice.js';
import { defineDetails, readDetail } from '../detail-setting.js';
import { connect } from '../find-stage.js';
import { nameProgram } from '../name-program.js';
import { connectionSettings, jsonSetting } from '../settings.js';
import { toTerminalText } from '../terminal-text.js';
import type { Verb } from '../verb.js';

const field = defineDetails({
  flag: 'field',
  description: 'a field of the call; repeatable. What is not given has its default',
});

export const create: Verb = {
  name: 'create',
  summary: 'create a payment, as your app would',
  description:
    "Creates a payment through the provider's own call, with the keys of the account, and prints its id and where to pay it. Which fields there are depends on the provider; a wrong one is answered with its name. Exits 1 when the provider refuses.",
  arguments: [{ syntax: '<provider>', description: 'name of the provider' }],
  settings: [field, ...connectionSettings],
  examples: ['paystage create <provider>', 'paystage create <provider> --field amount=20'],
  async run({ args, values, output }) {
    const client = await connect(values);
    const { providers } = await client.get<{ providers: ProviderView[] }>('/providers');
    const known = providers.map(({ name }) => name);
    const name = checkChoice('provider', args[0] ?? '', known);
    const texts = findTextFields(providers.find((provider) => provider.name === name));
    const fields = Object.fromEntries((values.get(field) ?? []).map((text) => readDetail(text, texts)));
    const created = await client.post<CreatedView>(`/accounts/${name}/payments`, fields);
    const { paymentId, checkoutUrl, status, body } = created;
    if (values.get(jsonSetting)) output.json(created);
    else if (paymentId === null) output.line(`Refused with ${status}: ${toTerminalText(body)}`);
    else {
      output.line(`Payment ${output.paint('strong', toTerminalText(paymentId))} is created.`);
      if (checkoutUrl !== null) output.line(`Pay at ${output.paint('name', toTerminalText(checkoutUrl))}`);
      output.line(output.paint('faint', `Or play the customer with: ${nameProgram()} pay ${toTerminalText(paymentId)}`));
    }
    return paymentId === null ? 1 : 0;
  },
};

/** Fields that are text as they stand: an order number is no number. */
function findTextFields(provider: ProviderView | undefined): Set<string> {
  const { properties } = provider?.creation.schema ?? {};
  if (typeof properties !== 'object' || properties === null) return new Set();
  const isText = (schema: unknown) =>
    typeof schema === 'object' && schema !== null && 'type' in schema && schema.type === 'string';
  return new Set(Object.entries(properties).flatMap(([name, schema]) => (isText(schema) ? [name] : [])));
}
