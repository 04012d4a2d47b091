import type { JsonValue } from '../../protocol/records.js';

/** An exact decimal number: `units / 10^scale`. Binary fractions would lose cents. */
export interface Decimal {
  units: bigint;
  scale: number;
}

/** Longest number text that is looked at; longer ones cannot be money. */
const MAX_DIGITS = 40;

/**
 * Reads a JSON number or a number text with a decimal point (`42.5`, `.5`, `+3`). Undefined for everything else: decimal commas,
 * exponents in text, blanks inside, booleans, numbers beyond 10^15.
 */
export function readDecimal(value: JsonValue | undefined): Decimal | undefined {
  if (typeof value === 'number') {
    if (!(Math.abs(value) < 1e15)) return undefined;
    // Below this limit a number prints with an exponent, and is nothing in money.
    return Math.abs(value) < 1e-6 ? { units: 0n, scale: 0 } : readDecimalText(String(value));
  }
  return typeof value === 'string' ? readDecimalText(value.trim()) : undefined;
}

/** Whole cents, half a cent away from zero. */
export function toMinor({ units, scale }: Decimal): number {
  const divisor = 10n ** BigInt(scale);
  const doubled = units * 200n;
  const half = doubled < 0n ? -divisor : divisor;
  return Number((doubled + half) / (2n * divisor));
}

/** `percent` of an amount in cents, rounded to whole cents in the given direction. */
export function takePercent(amountMinor: number, percent: Decimal, direction: 'up' | 'down'): number {
  const divisor = 100n * 10n ** BigInt(percent.scale);
  const product = BigInt(amountMinor) * percent.units;
  const quotient = product / divisor;
  const rest = product % divisor;
  if (direction === 'up' && rest > 0n) return Number(quotient + 1n);
  if (direction === 'down' && rest < 0n) return Number(quotient - 1n);
  return Number(quotient);
}

export function addDecimals(left: Decimal, right: Decimal): Decimal {
  const scale = Math.max(left.scale, right.scale);
  return { units: left.units * 10n ** BigInt(scale - left.scale) + right.units * 10n ** BigInt(scale - right.scale), scale };
}

/** Negative, zero or positive like `left - right`. */
export function compareDecimals(left: Decimal, right: Decimal): number {
  const { units } = addDecimals(left, { units: -right.units, scale: right.scale });
  return units < 0n ? -1 : units > 0n ? 1 : 0;
}

function readDecimalText(text: string): Decimal | undefined {
  if (text.length > MAX_DIGITS || !/^[+-]?(\d+(?:\.\d*)?|\.\d+)$/.test(text)) return undefined;
  const [whole = '', fraction = ''] = text.replace(/^[+-]/, '').split('.');
  const units = BigInt(`${whole}${fraction}`);
  return { units: text.startsWith('-') ? -units : units, scale: fraction.length };
}
