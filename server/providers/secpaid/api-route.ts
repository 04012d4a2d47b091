import type { Account } from '../../domain/account.js';
import type { Payment } from '../../domain/payment.js';
import type { JsonObject, JsonValue } from '../../protocol/records.js';
import type { Change, ProviderRoute, RouteOutcome, RouteRequest, View } from '../provider.js';
import { buildFailure, buildRefusal, buildSuccess, refuseUnknownLink, texts } from './envelope.js';
import { readId, readParameters } from './parameters.js';
import { Refusal } from './refusal.js';
import { type SecPaidSettings, settingsOf } from './settings.js';

/** Fixed window of the rate limit (docs.secpaid.com/getting-started/environments counts per minute). */
const WINDOW_MS = 60_000;

/** One authenticated call with readable parameters. */
export interface ApiCall {
  account: Account;
  settings: SecPaidSettings;
  params: JsonObject;
  view: View;
  /** Lane time, epoch ms. */
  nowMs: number;
}

export interface ApiAnswer {
  message: string;
  /** Top-level fields before the envelope, such as `data`. */
  fields?: JsonObject;
  changes?: readonly Change[];
  paymentId?: string;
}

/** A call of the V2 API: all are POST, authenticated by the `token` header, and answer in the envelope. `answer` may throw `Refusal`. */
export function defineApiRoute(name: string, answer: (call: ApiCall) => ApiAnswer): ProviderRoute {
  return {
    method: 'POST',
    path: `/api/v2/${name}`,
    kind: 'api',
    name,
    handle(request, view) {
      const token = request.headers.token ?? '';
      const account = findCaller(request, view);
      // Without an account nobody's switches apply; those of the first one (the default lane's) are the best guess.
      const settings = settingsOf(account ?? view.accounts()[0]);
      const known = account ? { accountId: account.id } : {};
      try {
        const retryInMs = countCall(request, account, settings, view);
        if (retryInMs !== null) return { reply: buildRateLimitReply(retryInMs, settings), ...known };
        const allowed = authenticate(token, account, settings);
        const params = readParameters(request);
        const { message, fields, ...rest } = answer({
          account: allowed,
          settings,
          params,
          view,
          nowMs: view.nowMs(allowed.lane),
        });
        return { reply: buildSuccess(message, settings, fields), ...known, ...rest } satisfies RouteOutcome;
      } catch (error) {
        if (error instanceof Refusal) return { reply: buildRefusal(error, settings), ...known };
        throw error;
      }
    },
  };
}

/** Whose token it is. */
export function findCaller({ headers: { token = '' } }: RouteRequest, view: View): Account | undefined {
  return token === '' ? undefined : view.accountByKey('token', token);
}

/**
 * The caller's own link with that id; deleted ones are gone.
 * @throws Refusal 404 for any other id.
 */
export function findOwnLink({ account, settings, view }: ApiCall, value: JsonValue | undefined): Payment {
  const id = readId(value);
  const payment = id === undefined ? undefined : view.payment(id);
  if (!payment || payment.accountId !== account.id || payment.status === 'Deleted') throw refuseUnknownLink(settings);
  return payment;
}

/** 401 and 403 are named on docs.secpaid.com/api-doc/keys; which of them belongs to which cause is our reading. */
function authenticate(token: string, account: Account | undefined, settings: SecPaidSettings): Account {
  if (token === '') throw new Refusal(401, texts.missingToken);
  if (!account) throw new Refusal(401, texts.wrongToken);
  if (settings.isKeyDisabled) throw new Refusal(403, texts.wrongToken);
  return account;
}

/** Milliseconds until calls are answered again, or null while they are. */
function countCall(request: RouteRequest, account: Account | undefined, settings: SecPaidSettings, view: View): number | null {
  if (settings.rateLimitPerMinute === 0) return null;
  const bucket = account && settings.rateLimitScope === 'key' ? `key:${account.id}` : `ip:${request.remoteAddress}`;
  const { count, resetInMs } = view.countCall(account?.lane ?? 'default', bucket, WINDOW_MS);
  return count > settings.rateLimitPerMinute ? resetInMs : null;
}

/** 429 is documented as a status, so it stays one whatever `errorHttpStatus` says; the body and Retry-After are ours. */
function buildRateLimitReply(retryInMs: number, settings: SecPaidSettings) {
  const seconds = String(Math.max(1, Math.ceil(retryInMs / 1_000)));
  return {
    ...buildFailure(429, texts.tooManyRequests, settings.serverTime),
    headers: [['Retry-After', seconds] as [string, string]],
  };
}
