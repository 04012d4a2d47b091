import { createHash } from 'node:crypto';
import type { ApiCall } from './api-route.js';
import { linkOf } from './link.js';
import { buildEntries } from './pay-ins.js';
import { divideAmount } from './splits.js';
import { formatLocalDay } from './zone-time.js';

/** What the successful payments of one day or month came to, in cents. */
export interface PeriodTotal {
  /** `YYYY-MM-DD` or `YYYY-MM`. */
  period: string;
  /** Without the parts of split recipients, who are paid by themselves. */
  amountMinor: number;
  /** Without what split recipients pay out of their parts (docs.secpaid.com/concepts/split-links). */
  serviceFeeMinor: number;
  /** Of whole payments: that the owner of a split link bears it alone is our reading. */
  pspFeeMinor: number;
  hasSplit: boolean;
  hasRefund: boolean;
  hasDispute: boolean;
}

/** Totals of the caller's money by the day (10) or month (7 characters of the date) in which it moved, newest first. */
export function sumByPeriod({ account, settings, view }: ApiCall, dateLength: 7 | 10): PeriodTotal[] {
  const totals = new Map<string, PeriodTotal>();
  for (const payment of view.paymentsOf(account.id)) {
    const { split } = linkOf(payment);
    for (const entry of buildEntries(payment)) {
      if (entry.status !== 'Success') continue;
      const period = formatLocalDay(entry.settledAtMs ?? entry.atMs, settings.timeZone).slice(0, dateLength);
      const total = totals.get(period) ?? { ...EMPTY, period };
      const isPayment = !entry.isRefund && !entry.type.startsWith('Dispute');
      total.amountMinor += isPayment ? divideAmount(entry.amountMinor, split).ownerMinor : entry.amountMinor;
      total.serviceFeeMinor += entry.ownerServiceFeeMinor;
      total.pspFeeMinor += entry.pspFeeMinor;
      total.hasSplit ||= split !== null;
      total.hasRefund ||= entry.isRefund;
      total.hasDispute ||= entry.isDispute;
      totals.set(period, total);
    }
  }
  return [...totals.values()].sort((left, right) => (left.period < right.period ? 1 : -1));
}

/** `<YYYYMMDD or YYYYMM>-<kind>-` and ten characters that are the same whenever the record is derived again. */
export function buildPeriodId(period: string, kind: 'po' | 'sf', accountId: string): string {
  const digest = createHash('sha256').update(`${accountId} ${kind} ${period}`).digest('hex').slice(0, 10).toUpperCase();
  return `${period.replaceAll('-', '')}-${kind}-${digest}`;
}

const EMPTY: Omit<PeriodTotal, 'period'> = {
  amountMinor: 0,
  serviceFeeMinor: 0,
  pspFeeMinor: 0,
  hasSplit: false,
  hasRefund: false,
  hasDispute: false,
};
