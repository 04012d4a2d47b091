import { toMajorNumber, toMajorText } from '../../domain/money.js';
import type { JsonObject } from '../../protocol/records.js';
import type { ApiAnswer, ApiCall } from './api-route.js';
import { MAX_LIMIT } from './lists.js';
import { readCount, readText } from './parameters.js';
import { buildPeriodId, type PeriodTotal, sumByPeriod } from './periods.js';
import { readDay } from './transactions.js';
import { formatLocalTime, nextDay } from './zone-time.js';

/** Payouts are made at night (docs.secpaid.com/api/get-pay-out-transactions shows about 02:00). */
const PAYOUT_TIME = '02:00:00';

/**
 * getPayOutTransactions: one record per past day with money in it. Derived from the payments, never stored. A record is `InProgress`
 * on the day it is made and `Approved` from the next one on; how long it takes is not documented.
 */
export function listPayouts(call: ApiCall): ApiAnswer {
  const { account, nowMs, params, settings } = call;
  const page = readCount(params, 'page', { min: 1, max: 1_000_000, fallback: 1 });
  const limit = readCount(params, 'limit', { min: 1, max: MAX_LIMIT, fallback: 10 });
  const search = readText(params, 'search').trim().toLowerCase();
  const first = readDay(params, 'start_date') ?? '';
  const last = readDay(params, 'end_date') ?? '9999-12-31';
  const now = formatLocalTime(nowMs, settings.timeZone);
  const records = sumByPeriod(call, 10).filter(({ period }) => {
    const payoutDay = nextDay(period);
    if (`${payoutDay} ${PAYOUT_TIME}` > now || payoutDay < first || payoutDay > last) return false;
    return buildPeriodId(period, 'po', account.id).toLowerCase().includes(search);
  });
  const data = records.slice((page - 1) * limit, page * limit).map((total) => buildItem(total, call, now.slice(0, 10)));
  return { message: settings.listMessage, fields: { data } };
}

function buildItem(total: PeriodTotal, { account }: ApiCall, today: string): JsonObject {
  const payoutDay = nextDay(total.period);
  const feeMinor = total.serviceFeeMinor + total.pspFeeMinor;
  return {
    // Days since 1970: the same number whenever the record is derived again.
    payout_id: String(Date.parse(`${payoutDay}T00:00:00Z`) / 86_400_000),
    user_id: account.keys.userId ?? '',
    transaction_id: buildPeriodId(total.period, 'po', account.id),
    payout_amount: toMajorText(total.amountMinor),
    service_fee: toMajorNumber(feeMinor),
    net_amount: toMajorNumber(total.amountMinor - feeMinor),
    payout_status: payoutDay < today ? 'Approved' : 'InProgress',
    request_date: payoutDay,
    created_at: `${payoutDay} ${PAYOUT_TIME}`,
    is_split_link: String(total.hasSplit),
    is_dispute: String(total.hasDispute),
    is_refund: String(total.hasRefund),
    transaction_type: total.hasSplit ? 'Split' : 'Basic',
  };
}
