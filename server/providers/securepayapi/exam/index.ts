import type { ExamProfile } from '../../provider.js';
import { addTolerable, mismatch, renameStatus, retarget, spaceOut, stressBytes, tamper, unpay } from './bodies.js';
import { listWrongKeys, mangleHeaders } from './headers.js';

const FINAL = new Set(['SUCCEEDED', 'FAILED', 'EXPIRED']);
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
  // Words of the final statuses as the profile tells them; one attempt for each event, because the checks send by themselves.
  settings: {
    retryScheduleMs: [],
    stepDelayMs: 0,
    finalStatuses: { succeeded: 'SUCCEEDED', failed: 'FAILED', expired: 'EXPIRED' },
  },
  paths: {
    paid: [pay('frictionless')],
    challenged: [pay('challenge'), { actor: 'customer', action: { action: 'challenge', result: 'pass' } }],
    failed: [pay('decline')],
    retried: [pay('decline'), pay('frictionless')],
    expired: [{ actor: 'staff', action: { action: 'expire' } }],
  },
  meansPaid: (status) => status === 'SUCCEEDED',
  isFinal: (status) => FINAL.has(status),
  documentation: 'https://doc.securepayapi.com/webhooks',
  bodies: {
    tampered: tamper,
    mismatched: mismatch,
    unknownStatus: renameStatus,
    tolerable: addTolerable,
    fidelity: stressBytes,
    reserialised: spaceOut,
    retargeted: (body, _from, to) => retarget(body, to),
    cancelled: unpay,
  },
  signature: { wrongKeys: listWrongKeys, mangled: mangleHeaders },
};
