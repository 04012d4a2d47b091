import { readDecimal, takePercent } from './decimal.js';
import type { SecPaidSettings } from './settings.js';

/** SecPaid's own part of an amount, in cents. 1.5 % rounded up gives the figures of the samples; the true formula is not documented. */
export function computeServiceFee(amountMinor: number, settings: Pick<SecPaidSettings, 'serviceFeePercent'>): number {
  return takePercent(amountMinor, toPercent(settings.serviceFeePercent), 'up');
}

/** The payment processor's part of an amount, in cents. 1.5 % plus 0.25, rounded up, gives the sample's 0.27 on 1.00. */
export function computePspFee(
  amountMinor: number,
  settings: Pick<SecPaidSettings, 'pspFeePercent' | 'pspFeeFixedMinor'>,
): number {
  return takePercent(amountMinor, toPercent(settings.pspFeePercent), 'up') + settings.pspFeeFixedMinor;
}

/** `servicefee` of a link: the percentage as text with at least one decimal, `1.0` or `1.5`. */
export function sayServiceFee(percent: number): string {
  return Number.isInteger(percent) ? percent.toFixed(1) : String(percent);
}

function toPercent(percent: number) {
  return readDecimal(percent) ?? { units: 0n, scale: 0 };
}
