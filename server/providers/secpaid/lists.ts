import type { Payment } from '../../domain/payment.js';
import type { JsonObject } from '../../protocol/records.js';
import type { ApiAnswer, ApiCall } from './api-route.js';
import { linkOf } from './link.js';
import { buildUnusedItem, buildUsedItem } from './link-fields.js';
import { readCount, readText } from './parameters.js';

/** Maximum of every `limit`; older clients send 10000, which is cut rather than refused. */
export const MAX_LIMIT = 1000;

/** getMyUnusedLinks: cancelled links stand here too, marked by `is_cancelled`; deleted ones nowhere. */
export function listUnusedLinks(call: ApiCall): ApiAnswer {
  return listLinks(call, ['Unused', 'Cancelled'], (payment) => buildUnusedItem(payment, call.view.providerUrl));
}

/** getMyUsedLinks: paid links, also those whose bank transfer is under way. */
export function listUsedLinks(call: ApiCall): ApiAnswer {
  return listLinks(call, ['Used'], (payment) => buildUsedItem(payment, call.settings));
}

function listLinks(call: ApiCall, statuses: readonly string[], buildItem: (payment: Payment) => JsonObject): ApiAnswer {
  const limit = readCount(call.params, 'limit', { min: 1, max: MAX_LIMIT, fallback: 10 });
  const search = readText(call.params, 'search').trim().toLowerCase();
  const items: JsonObject[] = [];
  for (const payment of call.view.paymentsOf(call.account.id)) {
    if (items.length === limit) break;
    if (statuses.includes(payment.status) && linkOf(payment).note.toLowerCase().includes(search)) items.push(buildItem(payment));
  }
  return { message: call.settings.listMessage, fields: { data: items } };
}
