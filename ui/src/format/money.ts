const decimals = new Map<string, number>();

/** `4599`, `EUR` as `45.99 EUR`. Integer arithmetic only; the number of decimals is the currency's own, two when it is unknown. */
export function formatMoney(amountMinor: number, currency: string): string {
  const places = countDecimals(currency);
  const digits = String(Math.abs(amountMinor)).padStart(places + 1, '0');
  const major = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return `${amountMinor < 0 ? '-' : ''}${major} ${currency}`;
}

function countDecimals(currency: string): number {
  const known = decimals.get(currency);
  if (known !== undefined) return known;
  let places = 2;
  try {
    places = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    // Not a currency code; the amount is still worth showing.
  }
  decimals.set(currency, places);
  return places;
}
