import { foreseeOffer, byCustomer as offerTo } from '../foreseen-offer.js';
import type { ProviderWithClient } from '../provider.js';
import { customerActions } from './actions.js';
import { answerFailure, answerUnmatched, apiRoutes, findCaller } from './api.js';
import { createToyPayClient, type ToyPayClient } from './client.js';
import { creation } from './creation.js';
import { buildAttemptHeaders, deliveryRule, explainAttempt, varyBody } from './delivery.js';
import { pageRoutes, planVisit } from './page.js';
import { settings, statuses, transitions } from './settings.js';

/** ToyPay exists only here: the smallest provider that keeps the whole contract. README.md says what it emulates. */
export const toypay: ProviderWithClient<'toypay', ToyPayClient> = {
  name: 'toypay',
  title: 'ToyPay',
  documentation: 'https://toypay.example/docs',
  statuses,
  transitions,
  keys: [{ name: 'apiKey', title: 'API key (header "X-Api-Key")', isSecret: true, generate: (ids) => `toy_${ids.hex(24)}` }],
  settings,
  targets: [
    {
      flag: 'toypay-webhook',
      setting: 'webhookUrls',
      description: 'URL of your app that receives ToyPay webhooks',
      receivesEvents: true,
    },
  ],
  credentialHeaders: ['x-api-key'],
  secretFields: ['form_token'],
  buildEnv: (account, providerUrl) => ({ TOYPAY_BASE_URL: providerUrl, TOYPAY_API_KEY: account.keys.apiKey ?? '' }),
  exampleCall: `curl -s $TOYPAY_BASE_URL/charges -H "X-Api-Key: $TOYPAY_API_KEY" -H "Content-Type: application/json" -d '{"amount":1200}'`,
  routes: [...apiRoutes, ...pageRoutes],
  answerUnmatched,
  answerFailure,
  findCaller,
  customerActions,
  offerActions: (payment, view) =>
    [offerTo('Pay', { action: 'pay' }), offerTo('Cancel', { action: 'cancel' })].map((draft) =>
      foreseeOffer(draft, payment, view, { customer: customerActions, staff: customerActions }),
    ),
  planVisit,
  creation,
  // Nothing happens at ToyPay unless somebody does it.
  timers: {},
  decideTimer: () => [],
  deliveryRule,
  buildAttemptHeaders,
  signatureHeaders: ['X-Toy-Signature'],
  signatureKey: 'apiKey',
  sendsBrowserBack: false,
  varyBody,
  explainAttempt,
  internalData: [],
  presentPayment: ({ reference }) => ({ order: reference }),
  createClient: createToyPayClient,
};
