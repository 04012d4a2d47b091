import { expect, test } from 'vitest';
import { type FaultName, faultKinds, faultNames } from '../../../server/domain/fault-kinds.js';
import type { JsonObject } from '../../../server/protocol/records.js';
import { createDoorApp } from './door-app.js';
import { keys, type Live, recordLive, runRecorded } from './record-live.js';

/** So that no fault takes longer than it must. */
const parameters: Partial<Record<FaultName, JsonObject>> = {
  'slow-transfer': { overMs: 50 },
  'redirect-first': { afterMs: 50 },
};

const onDelivery: Omit<Live, 'play'> = {
  provider: 'securepayapi',
  startApp: () => createDoorApp({ secret: keys.securepayapi.secretKey }),
  settings: (url) => ({ webhookUrls: [`${url}/webhooks/securepayapi`] }),
};

const onRedirect: Omit<Live, 'play'> = {
  provider: 'secpaid',
  startApp: () => createDoorApp(),
  settings: (url) => ({ paymentEndpoints: [`${url}/webhooks/secpaid`], callbackUrls: [`${url}/thanks`] }),
};

const names = faultNames.filter((name) => faultKinds[name].place !== 'api');

test.each(names)('a payment that met the fault %s is recorded with it and passes when it is run', async (fault) => {
  const live: Live = {
    ...(faultKinds[fault].place === 'redirect' ? onRedirect : onDelivery),
    async play(lane) {
      const { id } = await lane.create(live.provider, {});
      await lane.faults.set({ fault, ...parameters[fault], times: 2, when: { payment: id } });
      await lane.customer(id).pay();
      await lane.idle();
      await lane.clock.advance('2h');
      return id;
    },
  };
  const recorded = await recordLive(live);
  expect(recorded.text).toContain(`fault: { fault: ${fault}`);
  expect(await runRecorded(recorded, live), recorded.text).toEqual([]);
});
