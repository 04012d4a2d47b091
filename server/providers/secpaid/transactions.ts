import { toMajorText } from '../../domain/money.js';
import type { JsonObject } from '../../protocol/records.js';
import type { ApiAnswer, ApiCall } from './api-route.js';
import { linkOf } from './link.js';
import { MAX_LIMIT } from './lists.js';
import { isAbsent, readCount, readId, readText } from './parameters.js';
import { buildEntries, type PayInEntry } from './pay-ins.js';
import { Refusal } from './refusal.js';
import { formatLocalDay, formatLocalTime, isDay } from './zone-time.js';

const DAY_MS = 86_400_000;

/** getPayInTransactions: the place to check what a redirect or webhook claims. Newest first; an empty list is a success. */
export function listPayIns(call: ApiCall): ApiAnswer {
  const { params, settings } = call;
  const page = readCount(params, 'page', { min: 1, max: 1_000_000, fallback: 1 });
  const limit = readCount(params, 'limit', { min: 1, max: MAX_LIMIT, fallback: 200 });
  const entries = collectEntries(call).filter(buildFilter(call));
  const totals: JsonObject = settings.legacyTotals ? { totalRecords: entries.length, expected_payout: sumPayout(entries) } : {};
  const data = entries.slice((page - 1) * limit, page * limit).map((entry) => buildItem(entry, call));
  return { message: settings.listMessage, fields: { data, ...totals } };
}

/** @throws Refusal 400 `Invalid <name>` for text that is not a day of the calendar. */
export function readDay(params: JsonObject, name: string): string | undefined {
  if (isAbsent(params[name])) return undefined;
  const day = readText(params, name).trim();
  if (!isDay(day)) throw new Refusal(400, `Invalid ${name}`);
  return day;
}

function collectEntries({ account, params, view }: ApiCall): PayInEntry[] {
  if (!isAbsent(params.pay_id)) {
    const payment = view.payment(readId(params.pay_id) ?? '');
    return payment?.accountId === account.id ? buildEntries(payment) : [];
  }
  const entries: PayInEntry[] = [];
  for (const payment of view.paymentsOf(account.id)) entries.push(...buildEntries(payment));
  return entries.sort((left, right) => right.atMs - left.atMs);
}

function buildFilter({ params, settings, nowMs }: ApiCall): (entry: PayInEntry) => boolean {
  const day = readDay(params, 'date');
  const sinceDays = readCount(params, 'since', { min: 0, max: 100_000, fallback: 0 });
  const search = readText(params, 'search').trim().toLowerCase();
  return (entry) => {
    if (day !== undefined && formatLocalDay(entry.atMs, settings.timeZone) !== day) return false;
    if (sinceDays > 0 && entry.atMs < nowMs - sinceDays * DAY_MS) return false;
    return search === '' || isMatch(entry, search);
  };
}

function isMatch({ payment, amountMinor, transactionId }: PayInEntry, search: string): boolean {
  const { note, payIn } = linkOf(payment);
  return [note, toMajorText(amountMinor), transactionId, payIn?.method ?? ''].some((text) => text.toLowerCase().includes(search));
}

function buildItem(entry: PayInEntry, { settings }: ApiCall): JsonObject {
  const link = linkOf(entry.payment);
  return {
    pay_id: entry.payment.id,
    creator_id: link.userId,
    user_id: link.userId,
    transaction_id: entry.transactionId,
    amount: toMajorText(entry.amountMinor),
    net_amount: toMajorText(computeNet(entry)),
    service_fee: toMajorText(entry.serviceFeeMinor),
    service_fee_psp: toMajorText(entry.pspFeeMinor),
    status: entry.status,
    recipient_note: link.note,
    payout_status: 'Pending',
    created_at: formatLocalTime(entry.atMs, settings.timeZone),
    is_split_link: String(link.split !== null),
    is_dispute: String(entry.isDispute),
    is_refund: String(entry.isRefund),
    payment_method: link.payIn?.method ?? null,
    transaction_type: entry.type,
  };
}

/** `expected_payout` of the older shape: what the listed entries will bring. */
function sumPayout(entries: readonly PayInEntry[]): string {
  return toMajorText(entries.filter(({ status }) => status === 'Success').reduce((sum, entry) => sum + computeNet(entry), 0));
}

function computeNet({ amountMinor, serviceFeeMinor, pspFeeMinor }: PayInEntry): number {
  return amountMinor - serviceFeeMinor - pspFeeMinor;
}
