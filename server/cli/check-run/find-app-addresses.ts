import { ControlClient, type StageAddress } from '../../client/control-client.js';
import { HarnessError } from '../../domain/errors.js';
import type { DemoShopView } from '../../http/control/demo-replies.js';
import type { Values } from '../values.js';
import { callbackSetting, createSetting, endpointSetting, probeSetting } from './check-settings.js';

/** Where the app answers what a check run asks. */
interface AppAddresses {
  endpoint: string;
  probe: string | undefined;
  create: string | undefined;
  callback: string | undefined;
}

/** What was given; without an endpoint, the demo shop of the stage that runs. @throws HarnessError `misuse` when there is none. */
export async function findAppAddresses(values: Values, provider: string, stage: StageAddress | null): Promise<AppAddresses> {
  const given = { probe: values.get(probeSetting), create: values.get(createSetting), callback: values.get(callbackSetting) };
  const endpoint = values.get(endpointSetting);
  if (endpoint !== undefined) return { endpoint, ...given };
  const shop = stage === null ? null : await findDemoShop(stage);
  const own = shop?.providers.find(({ name }) => name === provider);
  if (!own) {
    throw new HarnessError('misuse', 'Where does your app take events?', {
      hint: 'Add --endpoint, such as --endpoint http://localhost:3000/webhooks; or try it on the shop of "paystage demo".',
    });
  }
  const { endpoint: ownEndpoint, probe, create, callback } = own;
  return {
    endpoint: ownEndpoint,
    probe: given.probe ?? probe,
    create: given.create ?? create,
    callback: given.callback ?? callback ?? undefined,
  };
}

async function findDemoShop(stage: StageAddress): Promise<DemoShopView | null> {
  return (await new ControlClient(stage).get<{ shop: DemoShopView | null }>('/demo')).shop;
}
