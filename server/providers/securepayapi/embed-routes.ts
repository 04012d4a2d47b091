import { z } from 'zod';
import type { Account } from '../../domain/account.js';
import type { Payment } from '../../domain/payment.js';
import type { JsonObject, JsonValue } from '../../protocol/records.js';
import type { Change, RouteOutcome, RouteRequest, View } from '../provider.js';
import { findChallengeObstacle, findPayObstacle, type Obstacle } from './availability.js';
import { buildClientSecret, isSameSecret, readIntentId } from './client-secret.js';
import { cardChoice, challengeResult } from './customer.js';
import { renderEmbedError, renderEmbedPage } from './embed-page.js';
import { findCharsetFault, type Refusal, refuseBody, refuseUnreadable, replyWithError } from './errors.js';
import { foresee } from './foresee.js';
import { toAmount } from './hosted-page.js';
import { type Intent, intentOf, intentStatusOf, isChallengeOpen } from './intent.js';
import { answerChallenge, startAttempt } from './lifecycle.js';
import { settingsOf } from './settings.js';
import type { Stage } from './walk.js';

/** Whoever calls from the widget names its account and holds the secret of one intent. */
const callerFields = { pk: z.string(), client_secret: z.string() };
const plainCall = z.object(callerFields);
const payCall = z.object({ ...callerFields, card: cardChoice });
const challengeCall = z.object({ ...callerFields, result: challengeResult });

interface Caller {
  account: Account;
  payment: Payment;
  intent: Intent;
  stage: Stage;
}

/** `GET /embed?pk=sp_client_...`. The widget's own calls below are private to the provider; ours are made up. */
export function openEmbed(request: RouteRequest, view: View): RouteOutcome {
  const pk = request.query.pk ?? '';
  if (pk === '') {
    return {
      reply: renderEmbedError({ status: 400, code: 'missing_publishable_key', message: 'The address lacks ?pk=sp_client_...' }),
    };
  }
  const account = view.accountByKey('publishableKey', pk);
  if (!account) {
    return {
      reply: renderEmbedError({ status: 401, code: 'invalid_publishable_key', message: 'No account has this publishable key.' }),
    };
  }
  return { reply: renderEmbedPage(pk, settingsOf(account)), accountId: account.id };
}

/** What the widget shows of an intent; also how it learns that time has passed. */
export function readEmbedStatus(request: RouteRequest, view: View): RouteOutcome {
  return enter(request, view, plainCall, ({ account, intent, stage }) => ({
    reply: { status: 200, content: { kind: 'json', value: present(intent, stage) } },
    accountId: account.id,
    paymentId: intent.id,
  }));
}

export function payInEmbed(request: RouteRequest, view: View): RouteOutcome {
  return enter(request, view, payCall, (caller, { card }) => {
    const { intent, stage } = caller;
    const obstacle = findPayObstacle(intent, stage.nowMs);
    if (obstacle) return refuse(caller, obstacle);
    return accept(caller, { action: 'pay', method: 'card', card }, startAttempt(intent, card, stage));
  });
}

export function answerChallengeInEmbed(request: RouteRequest, view: View): RouteOutcome {
  return enter(request, view, challengeCall, (caller, { result }) => {
    const { intent, stage } = caller;
    const obstacle = findChallengeObstacle(intent);
    if (obstacle) return refuse(caller, obstacle);
    return accept(caller, { action: 'challenge', result }, answerChallenge(intent, result, stage));
  });
}

function enter<Call extends z.infer<typeof plainCall>>(
  request: RouteRequest,
  view: View,
  schema: z.ZodType<Call>,
  handle: (caller: Caller, call: Call) => RouteOutcome,
): RouteOutcome {
  const { body } = request;
  const contentType = request.headers['content-type'];
  const charsetFault = findCharsetFault(contentType);
  if (charsetFault) return { reply: replyWithError(charsetFault) };
  if (body.kind === 'problem') return { reply: replyWithError(refuseUnreadable(body.problem, body.message, contentType)) };
  if (body.kind !== 'json') return { reply: replyWithError(refuseBody('unsupported_type', 'The widget posts JSON')) };
  const call = schema.safeParse(body.value);
  if (!call.success) return { reply: replyWithError(refuseCall(call.error, body.value)) };
  const caller = identify(call.data, view);
  return 'code' in caller ? { reply: replyWithError(caller) } : handle(caller, call.data);
}

function refuseCall(error: z.ZodError, value: JsonValue): Refusal {
  const [issue] = error.issues;
  const field = String(issue?.path[0] ?? '');
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return {
    status: 400,
    code: isObject ? 'invalid_field' : 'invalid_body',
    message: issue?.message ?? 'Not valid',
    ...(field ? { field } : {}),
  };
}

/** Key and secret have to belong together: a secret grants one payment, and the key names the account it is made for. */
function identify({ pk, client_secret: secret }: z.infer<typeof plainCall>, view: View): Caller | Refusal {
  const account = view.accountByKey('publishableKey', pk);
  if (!account) return { status: 401, code: 'invalid_publishable_key', message: 'No account has this publishable key' };
  const wrongSecret: Refusal = {
    status: 401,
    code: 'invalid_client_secret',
    message: 'No payment intent has this client_secret',
  };
  const payment = view.payment(readIntentId(secret) ?? '');
  if (!payment) return wrongSecret;
  const intent = intentOf(payment);
  if (!isSameSecret(secret, buildClientSecret(intent.id, intent.secretTail))) return wrongSecret;
  if (payment.accountId !== account.id) {
    return {
      status: 403,
      code: 'account_mismatch',
      message: 'The publishable key and the client_secret belong to different accounts',
    };
  }
  return {
    account,
    payment,
    intent,
    stage: { settings: settingsOf(account), ids: view.idsOf(account.lane), nowMs: view.nowMs(account.lane) },
  };
}

function accept({ account, payment, stage }: Caller, action: JsonObject, changes: readonly Change[]): RouteOutcome {
  return {
    reply: { status: 200, content: { kind: 'json', value: present(intentOf(foresee(payment, changes)), stage) } },
    changes: [{ type: 'act', paymentId: payment.id, actor: 'customer', source: 'page', action }, ...changes],
    accountId: account.id,
    paymentId: payment.id,
  };
}

function refuse({ account, payment }: Caller, { code, message, hint }: Obstacle): RouteOutcome {
  return {
    reply: replyWithError({ status: 409, code, message: `${message}. ${hint}` }),
    accountId: account.id,
    paymentId: payment.id,
  };
}

function present(intent: Intent, { settings }: Stage): JsonObject {
  return {
    id: intent.id,
    status: intentStatusOf(intent),
    amountText: toAmount(intent.amountMinor, intent.currency),
    purpose: intent.description ?? 'Pay by card',
    theme: intent.theme ?? settings.defaultTheme,
    challenge: !isChallengeOpen(intent) ? 'none' : intent.hasLeft ? 'left' : 'open',
    failure: intent.failure ?? null,
  };
}
