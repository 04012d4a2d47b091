import { toMajorNumber } from '../../domain/money.js';
import type { JsonObject } from '../../protocol/records.js';
import type { ApiAnswer, ApiCall } from './api-route.js';
import { MAX_LIMIT } from './lists.js';
import { isAbsent, readCount, readText } from './parameters.js';
import { buildPeriodId, type PeriodTotal, sumByPeriod } from './periods.js';
import { Refusal } from './refusal.js';
import { formatLocalDay, isDay } from './zone-time.js';

/** German value added tax; the share of it in real invoices is not documented. */
const VAT_PERCENT = 19;

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** A merchant that does not exist. */
const MERCHANT = {
  company: 'Example Shop GmbH',
  name: 'Alex Example',
  street: 'Musterweg',
  house_no: '1',
  city: 'Berlin',
  country: 'Germany',
  zipcode: '10115',
};

/** getTaxInvoiceList: one invoice per past month in which fees were taken. Derived from the payments, never stored. */
export function listTaxInvoices(call: ApiCall): ApiAnswer {
  const { account, nowMs, params, settings } = call;
  const page = readCount(params, 'page', { min: 1, max: 1_000_000, fallback: 1 });
  const limit = readCount(params, 'limit', { min: 1, max: MAX_LIMIT, fallback: 10 });
  const search = readText(params, 'search').trim().toLowerCase();
  const wanted = readMonth(params);
  const thisMonth = formatLocalDay(nowMs, settings.timeZone).slice(0, 7);
  const invoices = sumByPeriod(call, 7).filter(({ period }) => {
    if (period >= thisMonth || (wanted !== undefined && period !== wanted)) return false;
    const id = buildPeriodId(period, 'sf', account.id);
    return [id, sayMonth(period), MERCHANT.company, MERCHANT.name].some((text) => text.toLowerCase().includes(search));
  });
  const data = invoices.slice((page - 1) * limit, page * limit).map((total) => buildItem(total, call));
  return { message: settings.listMessage, fields: { data, totalRecords: invoices.length } };
}

function buildItem(total: PeriodTotal, { account }: ApiCall): JsonObject {
  const [year = 0, month = 0] = total.period.split('-').map(Number);
  const invoiceDate = new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
  return {
    sf_id: String(year * 12 + month),
    user_id: account.keys.userId ?? '',
    ...MERCHANT,
    invoice_id: buildPeriodId(total.period, 'sf', account.id),
    invoice_date: invoiceDate,
    service_month: sayMonth(total.period),
    total_secpaid_fee: toMajorNumber(total.serviceFeeMinor),
    total_psp_fee: toMajorNumber(total.pspFeeMinor),
    vat: toMajorNumber(Math.round((total.serviceFeeMinor * VAT_PERCENT) / 100)),
    created_at: `${invoiceDate} 02:00:00`,
  };
}

function readMonth(params: JsonObject): string | undefined {
  if (isAbsent(params.date)) return undefined;
  const month = readText(params, 'date').trim();
  if (!isDay(`${month}-01`)) throw new Refusal(400, 'Invalid date');
  return month;
}

function sayMonth(period: string): string {
  const [year = '', month = ''] = period.split('-');
  return `${MONTHS[Number(month) - 1] ?? ''} ${year}`;
}
