/**
 * `4599` minor units as `45.99`. Integer arithmetic only, so no rounding. Both providers' currencies (EUR, USD) have two decimals.
 */
export function toMajorText(amountMinor: number): string {
  const digits = String(Math.abs(amountMinor)).padStart(3, '0');
  return `${amountMinor < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** `4599` minor units as the number `45.99`: the nearest double, which prints back with at most two decimals. */
export function toMajorNumber(amountMinor: number): number {
  return Number(toMajorText(amountMinor));
}
