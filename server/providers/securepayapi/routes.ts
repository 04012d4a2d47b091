import type { ProviderRoute } from '../provider.js';
import { assetRoutes } from './assets.js';
import { createIntent } from './create-intent.js';
import { answerChallengeInEmbed, openEmbed, payInEmbed, readEmbedStatus } from './embed-routes.js';
import { answerHostedChallenge, openPayment, openProduct, payAgain, payProduct } from './hosted-routes.js';
import { openTryOut } from './try-out-page.js';

/**
 * Three documented addresses (doc.securepayapi.com/api-reference): the API call, the widget and the hosted page. The rest belongs to the
 * pages and is ours. `/embed` stands before `/:productId`, which would match it too.
 */
export const routes: readonly ProviderRoute[] = [
  { method: 'POST', path: '/api/v1/payment-intents', kind: 'api', name: 'payment-intents', handle: createIntent },
  ...assetRoutes,
  { method: 'GET', path: '/embed', kind: 'page', name: 'embed', handle: openEmbed },
  { method: 'POST', path: '/embed/session', kind: 'page', name: 'embed session', handle: readEmbedStatus },
  { method: 'POST', path: '/embed/status', kind: 'asset', name: 'embed status', handle: readEmbedStatus },
  { method: 'POST', path: '/embed/pay', kind: 'page', name: 'embed pay', handle: payInEmbed },
  { method: 'POST', path: '/embed/challenge', kind: 'page', name: 'embed challenge', handle: answerChallengeInEmbed },
  { method: 'GET', path: '/try/:intentId', kind: 'page', name: 'try-out page', handle: openTryOut },
  { method: 'GET', path: '/:productId', kind: 'page', name: 'hosted checkout', handle: openProduct },
  { method: 'POST', path: '/:productId/pay', kind: 'page', name: 'hosted pay', handle: payProduct },
  { method: 'GET', path: '/:productId/payments/:paymentId', kind: 'page', name: 'hosted payment', handle: openPayment },
  { method: 'POST', path: '/:productId/payments/:paymentId/pay', kind: 'page', name: 'hosted pay', handle: payAgain },
  {
    method: 'POST',
    path: '/:productId/payments/:paymentId/challenge',
    kind: 'page',
    name: 'hosted challenge',
    handle: answerHostedChallenge,
  },
];
