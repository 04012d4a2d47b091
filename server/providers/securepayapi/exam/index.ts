import type { JsonObject } from '../../../protocol/records.js';
import type { ExamProfile } from '../../provider.js';
import { settings } from '../settings.js';
import { addTolerable, mismatch, renameStatus, retarget, spaceOut, stressBytes, tamper, unpay } from './bodies.js';
import { listWrongKeys, mangleHeaders } from './headers.js';

const readFinalWords = (given: JsonObject) => settings.parse(given).finalStatuses;
const pay = (card: string) => ({ actor: 'customer' as const, action: { action: 'pay', method: 'card', card } });

/** What the checks of a receiver need to know of SecurePayAPI. */
export const exam: ExamProfile = {
  endpointSetting: 'webhookUrls',
  secretKey: 'secretKey',
  buildOrder: ({ reference, amountMinor }) => ({
    amount: amountMinor,
    externalid: reference,
    reference,
    description: 'Order of a check',
  }),
  nameValues: ({ id, reference }) => ({ externalid: reference, reference, id, pay_id: id }),
  // One attempt for each event, because the checks send by themselves. The words of the final statuses stay: the app may know those only.
  settings: { retryScheduleMs: [], stepDelayMs: 0 },
  paths: {
    paid: [pay('frictionless')],
    challenged: [pay('challenge'), { actor: 'customer', action: { action: 'challenge', result: 'pass' } }],
    failed: [pay('decline')],
    retried: [pay('decline'), pay('frictionless')],
    expired: [{ actor: 'staff', action: { action: 'expire' } }],
  },
  meansPaid: (status, settings) => status === readFinalWords(settings).succeeded,
  isFinal: (status, settings) => Object.values(readFinalWords(settings)).includes(status),
  documentation: 'https://doc.securepayapi.com/webhooks',
  // The widget's message is the only signal in the browser.
  pageReturn: { once: 'the widget says success' },
  bodies: {
    tampered: tamper,
    mismatched: mismatch,
    unknownStatus: renameStatus,
    tolerable: addTolerable,
    fidelity: stressBytes,
    reserialised: spaceOut,
    retargeted: (body, _from, to) => retarget(body, to),
    cancelled: (body, settings) => unpay(body, readFinalWords(settings)),
  },
  signature: { wrongKeys: listWrongKeys, mangled: mangleHeaders },
};
