import type { Account } from '../../domain/account.js';
import type { Change, RouteOutcome, RouteReply, RouteRequest, View } from '../provider.js';
import { findChallengeObstacle, findPayObstacle, type Obstacle } from './availability.js';
import { challengeButtons } from './challenge-page.js';
import { isSameSecret } from './client-secret.js';
import { draftIntent, storeIntent } from './create-intent.js';
import { cardChoice } from './customer.js';
import { renderNotice, renderPaymentPage, renderProductPage } from './hosted-page.js';
import { type Intent, intentOf } from './intent.js';
import { answerChallenge, startAttempt } from './lifecycle.js';
import { type Settings, settingsOf } from './settings.js';
import type { Stage } from './walk.js';

interface Shop {
  account: Account;
  settings: Settings;
  product: Settings['products'][number];
}

/** `GET /<productId>`. Several accounts may sell a product of the same id; then `?pk=` says whose page it is (ours, not the provider's). */
export function openProduct(request: RouteRequest, view: View): RouteOutcome {
  const shop = findShop(request.params.productId ?? '', request.query.pk, view);
  if (!shop) return { reply: noProduct('') };
  const fields = { form_token: view.formToken(tokenScope(shop)), pk: shop.account.keys.publishableKey ?? '' };
  return { reply: renderProductPage(shop.product, fields, shop.settings), accountId: shop.account.id };
}

/** The first card: creates the intent behind the page and pays it. */
export function payProduct(request: RouteRequest, view: View): RouteOutcome {
  const fields = readFields(request);
  const shop = findShop(request.params.productId ?? '', fields.pk, view);
  if (!shop) return { reply: noProduct('../../') };
  if (!isSameSecret(fields.form_token ?? '', view.formToken(tokenScope(shop)))) return { reply: staleForm() };
  const card = cardChoice.safeParse(fields.card);
  if (!card.success) return { reply: renderNotice(400, 'No such card', card.error.issues[0]?.message ?? '', '../../') };

  const { account, product, settings } = shop;
  const stage: Stage = { settings, ids: view.idsOf(account.lane), nowMs: view.nowMs(account.lane) };
  const draft = draftIntent({ amount: product.amount, description: product.name, productId: product.id }, stage);
  const created = storeIntent(draft, account, `${view.providerUrl}/${product.id}`, stage);
  const begun: Intent = settings.initAt === 'creation' ? { ...draft, status: 'INIT' } : draft;
  const act: Change = {
    type: 'act',
    paymentId: draft.id,
    actor: 'customer',
    source: 'page',
    action: { action: 'pay', method: 'card', card: card.data },
  };
  return {
    reply: seeOther(`payments/${draft.id}`),
    changes: [...created, act, ...startAttempt(begun, card.data, stage)],
    accountId: account.id,
    paymentId: draft.id,
  };
}

export function openPayment(request: RouteRequest, view: View): RouteOutcome {
  const found = findPayment(request, view);
  if (!found) return { reply: noProduct('../../') };
  const { account, intent, stage } = found;
  const reply = renderPaymentPage(intent, view.formToken(intent.id), stage.settings);
  return { reply, accountId: account.id, paymentId: intent.id };
}

/** Another card after a failed attempt. */
export function payAgain(request: RouteRequest, view: View): RouteOutcome {
  return act(request, view, ({ intent, stage }, fields) => {
    const card = cardChoice.safeParse(fields.card);
    if (!card.success)
      return { code: 'invalid_card', message: card.error.issues[0]?.message ?? '', hint: 'Choose one of the mock cards.' };
    const obstacle = findPayObstacle(intent, stage.nowMs);
    if (obstacle) return obstacle;
    return { action: { action: 'pay', method: 'card', card: card.data }, changes: startAttempt(intent, card.data, stage) };
  });
}

export function answerHostedChallenge(request: RouteRequest, view: View): RouteOutcome {
  return act(request, view, ({ intent, stage }, fields) => {
    const pressed = Object.entries(challengeButtons).find(([name]) => fields[name] !== undefined);
    if (!pressed) return { code: 'no_answer', message: 'The form carries no answer', hint: 'Press one of the three buttons.' };
    const obstacle = findChallengeObstacle(intent);
    if (obstacle) return obstacle;
    const [, result] = pressed;
    return { action: { action: 'challenge', result }, changes: answerChallenge(intent, result, stage) };
  });
}

interface HostedPayment {
  account: Account;
  intent: Intent;
  stage: Stage;
}

type Decided = { action: Record<string, string>; changes: Change[] } | Obstacle;

function act(
  request: RouteRequest,
  view: View,
  decide: (payment: HostedPayment, fields: Record<string, string>) => Decided,
): RouteOutcome {
  const found = findPayment(request, view);
  if (!found) return { reply: noProduct('../../') };
  const { account, intent } = found;
  const fields = readFields(request);
  const about = { accountId: account.id, paymentId: intent.id };
  if (!isSameSecret(fields.form_token ?? '', view.formToken(intent.id))) return { reply: staleForm(), ...about };
  const decided = decide(found, fields);
  // A form that came too late, such as a second press: the page it leads to shows how things are.
  if ('code' in decided) return { reply: seeOther(`../${intent.id}`), ...about };
  return {
    reply: seeOther(`../${intent.id}`),
    changes: [
      { type: 'act', paymentId: intent.id, actor: 'customer', source: 'page', action: decided.action },
      ...decided.changes,
    ],
    ...about,
  };
}

function findShop(productId: string, publishableKey: string | undefined, view: View): Shop | undefined {
  if (!/^[0-9a-f]{24}$/.test(productId)) return undefined;
  const chosen = publishableKey ? view.accountByKey('publishableKey', publishableKey) : undefined;
  const accounts = publishableKey ? (chosen ? [chosen] : []) : view.accounts();
  for (const account of accounts) {
    const settings = settingsOf(account);
    const product = settings.products.find(({ id }) => id === productId);
    if (product) return { account, settings, product };
  }
  return undefined;
}

function findPayment(request: RouteRequest, view: View): HostedPayment | undefined {
  const payment = view.payment(request.params.paymentId ?? '');
  const account = payment && view.account(payment.accountId);
  if (!payment || !account) return undefined;
  const intent = intentOf(payment);
  // An intent of the API is paid with its client_secret and has no page of its own.
  if (intent.productId === undefined || intent.productId !== request.params.productId) return undefined;
  return {
    account,
    intent,
    stage: { settings: settingsOf(account), ids: view.idsOf(account.lane), nowMs: view.nowMs(account.lane) },
  };
}

function tokenScope({ account, product }: Shop): string {
  return `product:${account.id}:${product.id}`;
}

function readFields(request: RouteRequest): Record<string, string> {
  return request.body.kind === 'form' ? request.body.fields : {};
}

function seeOther(location: string): RouteReply {
  return { status: 303, headers: [['Location', location]] };
}

function noProduct(toBase: '' | '../../'): RouteReply {
  return renderNotice(404, 'Nothing to pay here', 'No product and no payment has this address.', toBase);
}

function staleForm(): RouteReply {
  return renderNotice(
    403,
    'This form is not ours',
    'It lacks the token of the page it belongs to. Open the checkout again.',
    '../../',
  );
}
