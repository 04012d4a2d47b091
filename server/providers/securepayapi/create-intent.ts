import type { Account } from '../../domain/account.js';
import type { Change, RouteOutcome, RouteRequest, View } from '../provider.js';
import { buildClientSecret, generateTail } from './client-secret.js';
import { findCharsetFault, isJson, jsonWanted, type Refusal, refuseBody, refuseUnreadable, replyWithError } from './errors.js';
import { type Intent, intentStatusOf, toJsonObject } from './intent.js';
import { announceCreation } from './lifecycle.js';
import { type CreateRequest, checkCreateRequest, isRefusal } from './request-limits.js';
import { settingsOf } from './settings.js';
import { buildTryOutUrl } from './try-out-page.js';
import type { Stage } from './walk.js';

/** `POST /api/v1/payment-intents`: the only call an app's server makes. Source: doc.securepayapi.com/api-reference. */
export function createIntent(request: RouteRequest, view: View): RouteOutcome {
  const account = authenticate(request, view);
  if ('code' in account) return { reply: replyWithError(account) };
  const refuse = (refusal: Refusal): RouteOutcome => ({ reply: replyWithError(refusal), accountId: account.id });

  const { body } = request;
  const contentType = request.headers['content-type'];
  const charsetFault = findCharsetFault(contentType);
  if (charsetFault) return refuse(charsetFault);
  if (body.kind === 'problem') return refuse(refuseUnreadable(body.problem, body.message, contentType));
  if (body.kind !== 'json') return refuse(refuseMissingJson(request));
  const settings = settingsOf(account);
  const asked = checkCreateRequest(body.value, settings);
  if (isRefusal(asked)) return refuse(asked);

  const stage: Stage = { settings, ids: view.idsOf(account.lane), nowMs: view.nowMs(account.lane) };
  const intent = draftIntent(asked, stage);
  return {
    reply: {
      status: settings.createStatus,
      // Exactly the five fields of the sample: clients must not come to rely on more.
      content: {
        kind: 'json',
        value: {
          id: intent.id,
          client_secret: buildClientSecret(intent.id, intent.secretTail),
          amount: intent.amountMinor,
          currency: intent.currency,
          status: intentStatusOf({ status: 'requires_payment', attempt: 0 }),
        },
      },
    },
    changes: storeIntent(intent, account, buildTryOutUrl(view.providerUrl, intent.id), stage),
    accountId: account.id,
    paymentId: intent.id,
  };
}

/** An intent that does not exist yet. */
export function draftIntent(asked: Omit<CreateRequest, 'currency'> & { productId?: string }, stage: Stage): Intent {
  const {
    amount,
    reference = '',
    metadata = {},
    externalid = '',
    customerid = '',
    descriptor,
    description,
    theme,
    productId,
  } = asked;
  return {
    id: stage.ids.hex(24),
    amountMinor: amount,
    currency: 'USD',
    status: 'requires_payment',
    createdAtMs: stage.nowMs,
    timers: ['expire'],
    secretTail: generateTail(stage.ids),
    externalid,
    reference,
    customerid,
    metadata,
    descriptor,
    description,
    theme,
    productId,
    expiresAtMs: stage.nowMs + stage.settings.intentLifetimeMs,
    uuid: stage.ids.uuid(),
    attempt: 0,
    plan: [],
    isHeld: false,
    hasLeft: false,
  };
}

/** Changes that bring a drafted intent into being. */
export function storeIntent(intent: Intent, account: Account, checkoutUrl: string, stage: Stage): Change[] {
  const {
    id,
    amountMinor,
    currency,
    status,
    createdAtMs: _created,
    timers: _timers,
    plan: _plan,
    isHeld: _held,
    hasLeft: _left,
    ...facts
  } = intent;
  return [
    {
      type: 'create_payment',
      id,
      accountId: account.id,
      amountMinor,
      currency,
      reference: intent.externalid || intent.reference,
      status,
      checkoutUrl,
      data: toJsonObject(facts),
    },
    { type: 'set_timer', paymentId: id, timer: 'expire', dueInMs: stage.settings.intentLifetimeMs },
    ...announceCreation(intent, stage),
  ];
}

/** The account of the Bearer key. Both keys authenticate nothing but themselves: a publishable key is refused here. */
function authenticate(request: RouteRequest, view: View): Account | Refusal {
  const token = readToken(request);
  if (token === undefined) {
    return refuseKey('missing_key', 'Send the secret key as "Authorization: Bearer sp_secret_..."');
  }
  if (token.startsWith('sp_client_')) {
    return refuseKey(
      'publishable_key',
      'A publishable key only identifies the account; the API takes the secret key (sp_secret_...)',
    );
  }
  return (
    findCaller(request, view) ??
    refuseKey('invalid_key', 'No account has this secret key; a regenerated key replaces the old one at once')
  );
}

/** Whose secret key it is. */
export function findCaller(request: RouteRequest, view: View): Account | undefined {
  const token = readToken(request);
  return token === undefined ? undefined : view.accountByKey('secretKey', token);
}

function readToken({ headers: { authorization = '' } }: RouteRequest): string | undefined {
  return /^Bearer +([^\s,]+)$/i.exec(authorization.trim())?.[1];
}

function refuseKey(code: string, message: string): Refusal {
  return { status: 401, code, message, headers: [['WWW-Authenticate', 'Bearer']] };
}

function refuseMissingJson(request: RouteRequest): Refusal {
  const isEmptyJson = request.body.kind === 'none' && isJson(request.headers['content-type']);
  return isEmptyJson
    ? refuseBody('malformed', 'The body is empty; send a JSON object with amount and currency')
    : refuseBody('unsupported_type', jsonWanted);
}
