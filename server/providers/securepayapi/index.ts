import type { ProviderWithClient } from '../provider.js';
import { createSecurePayApiClient, type SecurePayApiClient } from './client.js';
import { codec } from './codec.js';
import { findCaller } from './create-intent.js';
import { creation } from './creation.js';
import { customerActions } from './customer.js';
import { buildAttemptHeaders, deliveryRule } from './delivery.js';
import { buildProbes } from './diagnosis/build-probes.js';
import { infer } from './diagnosis/infer.js';
import { answerFailure, answerUnmatched } from './errors.js';
import { exam } from './exam/index.js';
import { explainAttempt } from './explanation.js';
import { buildEnv, keys } from './keys.js';
import { offerActions } from './offers.js';
import { listEventStatuses } from './payload.js';
import { presentPayment } from './presentation.js';
import { routes } from './routes.js';
import { normaliseSettings, settingAliases, settings } from './settings.js';
import { staffActions } from './staff.js';
import { statuses, transitions } from './statuses.js';
import { decideTimer, timers } from './timers.js';
import { varyBody } from './variation.js';
import { planVisit } from './visit.js';

/** SecurePayAPI. What is documented, inferred and assumed stands in README.md beside this file. */
export const securepayapi: ProviderWithClient<'securepayapi', SecurePayApiClient> = {
  name: 'securepayapi',
  title: 'SecurePayAPI',
  documentation: 'https://doc.securepayapi.com',
  statuses,
  transitions,
  listEventStatuses,
  keys,
  settings,
  settingAliases,
  normaliseSettings,
  targets: [
    {
      flag: 'securepayapi-webhook',
      setting: 'webhookUrls',
      description: 'URL of your app that receives SecurePayAPI webhooks',
      receivesEvents: true,
    },
  ],
  credentialHeaders: ['authorization'],
  secretFields: ['client_secret', 'form_token'],
  buildEnv,
  exampleCall:
    'curl -s $SECUREPAYAPI_BASE_URL/api/v1/payment-intents -H "Authorization: Bearer $SECUREPAYAPI_SECRET_KEY" ' +
    `-H "Content-Type: application/json" -d '{"amount":4599,"currency":"USD","externalid":"order-1"}'`,
  routes,
  answerUnmatched,
  answerFailure,
  findCaller,
  customerActions,
  staffActions,
  offerActions,
  planVisit,
  creation,
  timers,
  decideTimer,
  deliveryRule,
  buildAttemptHeaders,
  signatureHeaders: ['X-Signature', 'X-Timestamp'],
  signatureKey: 'secretKey',
  sendsBrowserBack: false,
  varyBody,
  explainAttempt,
  internalData: ['secretTail'],
  presentPayment,
  codec,
  exam,
  createClient: createSecurePayApiClient,
  diagnosis: { buildProbes, infer },
};
