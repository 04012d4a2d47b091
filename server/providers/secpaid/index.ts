import type { ProviderWithClient } from '../provider.js';
import { findCaller } from './api-route.js';
import { createSecPaidClient, type SecPaidClient } from './client.js';
import { codec } from './codec.js';
import { creation } from './creation.js';
import { customerActions } from './customer.js';
import { buildAttemptHeaders, buildDeliveryRule } from './delivery.js';
import { exam } from './exam/index.js';
import { explainAttempt } from './explanation.js';
import { answerFailure, answerUnmatched } from './fallbacks.js';
import { keys } from './keys.js';
import { offerActions } from './offers.js';
import { listEventStatuses } from './payload.js';
import { presentPayment } from './presentation.js';
import { normaliseSettings } from './profile-settings.js';
import { routes } from './routes.js';
import { settings } from './settings.js';
import { staffActions } from './staff.js';
import { statuses, transitions } from './statuses.js';
import { varyBody } from './variation.js';
import { planVisit } from './visit.js';

/** SecPaid: payment links, hosted pay page, unsigned webhooks. What is documented and what is not stands in README.md beside this file. */
export const secpaid: ProviderWithClient<'secpaid', SecPaidClient> = {
  name: 'secpaid',
  title: 'SecPaid',
  documentation: 'https://docs.secpaid.com',
  statuses,
  transitions,
  listEventStatuses,
  keys,
  settings,
  normaliseSettings,
  targets: [
    {
      flag: 'secpaid-endpoint',
      setting: 'paymentEndpoints',
      description: 'URL of your app that receives SecPaid webhooks (payment_endpoint)',
      receivesEvents: true,
    },
    {
      flag: 'secpaid-callback',
      setting: 'callbackUrls',
      description: 'URL of your app that SecPaid sends the browser back to (callback_url)',
      receivesEvents: false,
    },
  ],
  credentialHeaders: ['token'],
  secretFields: ['encryption_key', 'form_token'],
  buildEnv: (account, providerUrl) => ({
    SECPAID_BASE_URL: providerUrl,
    SECPAID_TOKEN: account.keys.token ?? '',
    SECPAID_USER_ID: account.keys.userId ?? '',
  }),
  exampleCall: `curl -s $SECPAID_BASE_URL/api/v2/createLink -H "token: $SECPAID_TOKEN" -d amount=42.50 -d recipient_note="Order 1"`,
  routes,
  answerUnmatched,
  answerFailure,
  findCaller,
  customerActions,
  staffActions,
  offerActions,
  planVisit,
  creation,
  requestRefund: (caller, { id, amountMinor }, amount) =>
    createSecPaidClient(caller).refundPayment({ pay_id: id, refund_amount: amount ?? amountMinor / 100 }),
  disputeAction: 'open-dispute',
  // A link neither expires nor waits for anything by itself.
  timers: {},
  decideTimer: () => [],
  deliveryRule: buildDeliveryRule,
  buildAttemptHeaders,
  signatureHeaders: [],
  sendsBrowserBack: true,
  varyBody,
  explainAttempt,
  internalData: [],
  presentPayment,
  codec,
  exam,
  createClient: createSecPaidClient,
};
