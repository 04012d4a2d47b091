import type { JsonValue } from '../../protocol/records.js';
import { addDecimals, compareDecimals, type Decimal, readDecimal, takePercent, toMinor } from './decimal.js';
import type { Recipient, Split } from './link.js';
import { Refusal } from './refusal.js';

/** `normal`: shares are percent of the total. `absolute`: shares are EUR. */
export type SplitType = 'normal' | 'absolute';

/** Ours: bounds the size of a link. */
const MAX_RECIPIENTS = 100;

const NOTHING: Decimal = { units: 0n, scale: 0 };

/**
 * Checks the recipients of a split link. Source of the rules: docs.secpaid.com/concepts/split-links; indices count from 0.
 * @throws Refusal 400: `Invalid recipient token at index N` (unknown or the caller's own), and texts of ours for the rest.
 */
export function readRecipients(
  items: readonly JsonValue[] | undefined,
  type: SplitType,
  amountMinor: number,
  isKnownToken: (token: string) => boolean,
): Recipient[] {
  if (items === undefined || items.length === 0) throw new Refusal(400, 'Recipients are required');
  if (items.length > MAX_RECIPIENTS) throw new Refusal(400, 'Too many recipients');
  const recipients = items.map((item, index) => readRecipient(item, index, isKnownToken));
  const sum = recipients.map(({ share }) => readDecimal(share) ?? NOTHING).reduce(addDecimals, NOTHING);
  const limit: Decimal = type === 'normal' ? { units: 100n, scale: 0 } : { units: BigInt(amountMinor), scale: 2 };
  if (compareDecimals(sum, limit) > 0) throw new Refusal(400, 'Sum of shares exceeds amount');
  return recipients;
}

/** What everybody gets of an amount, in cents. Parts of recipients are rounded down, so the owner's is never negative. */
export function divideAmount(amountMinor: number, split: Split | null): { ownerMinor: number; recipientMinors: number[] } {
  const recipientMinors = (split?.recipients ?? []).map(({ share }) => {
    const decimal = readDecimal(share) ?? NOTHING;
    return split?.type === 'absolute' ? toMinorDown(decimal) : takePercent(amountMinor, decimal, 'down');
  });
  return { ownerMinor: recipientMinors.reduce((rest, part) => rest - part, amountMinor), recipientMinors };
}

function readRecipient(item: JsonValue, index: number, isKnownToken: (token: string) => boolean): Recipient {
  const fields = typeof item === 'object' && item !== null && !Array.isArray(item) ? item : {};
  const { token } = fields;
  if (typeof token !== 'string' || !isKnownToken(token.trim()))
    throw new Refusal(400, `Invalid recipient token at index ${index}`);
  const share = readDecimal(fields.share);
  if (!share || share.units < 0n) throw new Refusal(400, `Invalid share at index ${index}`);
  return { token: token.trim(), share: Number(fields.share) };
}

function toMinorDown(decimal: Decimal): number {
  const rounded = toMinor(decimal);
  return compareDecimals({ units: BigInt(rounded), scale: 2 }, decimal) > 0 ? rounded - 1 : rounded;
}
