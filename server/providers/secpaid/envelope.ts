import type { JsonObject } from '../../protocol/records.js';
import type { RouteReply } from '../provider.js';
import { Refusal } from './refusal.js';
import type { SecPaidSettings } from './settings.js';

/**
 * Texts of refusals as SecPaid's pages spell them (docs.secpaid.com/getting-started/errors and /api/*). Where a cause has no documented
 * text, the call that refuses names it itself.
 */
export const texts = {
  wrongToken: 'Incorrect token or missing token',
  missingToken: 'Please enter token',
  amountMissing: 'Amount is required',
  linkNotFound: 'Link not found',
  linkIdMissing: 'Please enter link_id',
  linkIdWrong: 'Invalid link ID',
  linkUsed: 'This link is already used',
  payIdMissing: 'Please enter pay_id',
  refundAmountMissing: 'Please enter refund_amount',
  refundAmountRequired: 'Refund amount is required',
  refundAmountWrong: 'Invalid refund amount',
  linkCancelled: 'Link is cancelled',
  refundRequested: 'Refund already requested',
  refundBlocked: 'Refund blocked by dispute',
  refundOfInvoice: 'Cannot refund invoice-type links',
  tooManyRequests: 'Too Many Requests',
} as const;

/** `data` and totals stand before the envelope, as in SecPaid's samples. */
export function buildSuccess(
  message: string,
  settings: Pick<SecPaidSettings, 'serverTime'>,
  fields: JsonObject = {},
): RouteReply {
  return {
    status: 200,
    content: {
      kind: 'json',
      value: { ...fields, ResponseCode: 1, ResponseMsg: message, Result: 'True', ServerTime: settings.serverTime },
    },
  };
}

/** An error never carries `data`. */
export function buildFailure(status: number, message: string, serverTime = 'CEST'): RouteReply {
  return {
    status,
    content: { kind: 'json', value: { ResponseCode: 0, ResponseMsg: message, Result: 'False', ServerTime: serverTime } },
    refusal: { message },
  };
}

/** The newest pages describe errors without an HTTP status; `always200` takes them at their word. */
export function buildRefusal(refusal: Refusal, settings: Pick<SecPaidSettings, 'serverTime' | 'errorHttpStatus'>): RouteReply {
  return buildFailure(settings.errorHttpStatus === 'always200' ? 200 : refusal.status, refusal.message, settings.serverTime);
}

/** A link id that names no link of the caller. Other merchants' links are no exception, so that nobody can find out about them. */
export function refuseUnknownLink(settings: Pick<SecPaidSettings, 'errorTexts'>): Refusal {
  return new Refusal(404, settings.errorTexts === 'overview-pages' ? texts.linkNotFound : texts.linkIdWrong);
}
