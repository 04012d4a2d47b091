import { z } from 'zod';
import { nearestName } from '../../domain/nearest.js';
import type { JsonValue } from '../../protocol/records.js';
import type { Refusal } from './errors.js';
import type { Settings } from './settings.js';

const maxAmount = 99_999_999;
/** The page says 4 KB; we take 1024s, measured over the compact JSON in UTF-8. */
const maxMetadataBytes = 4096;

const amountText = `amount must be a whole number of cents from 1 to ${maxAmount}`;

/** Limits of doc.securepayapi.com/api-reference. Lengths count UTF-16 units, which is our reading of "characters". */
const limits = {
  amount: z.int({ error: amountText }).min(1, { error: amountText }).max(maxAmount, { error: amountText }),
  currency: z.literal('USD', { error: ({ input }) => explainCurrency(input) }),
  reference: textBetween('reference', 0, 200).optional(),
  metadata: z
    .custom<Record<string, string>>(isFlatText, { error: 'metadata must be a flat object whose values are all strings' })
    .refine((metadata) => Buffer.byteLength(JSON.stringify(metadata), 'utf8') <= maxMetadataBytes, {
      error: `metadata may have at most ${maxMetadataBytes} bytes as compact JSON`,
    })
    .optional(),
  externalid: textBetween('externalid', 0, 200).optional(),
  descriptor: textBetween('descriptor', 5, 100).optional(),
  description: textBetween('description', 5, 100).optional(),
  theme: z.enum(['light', 'dark'], { error: 'theme must be "light" or "dark"' }).optional(),
};

/** The reference does not list `customerid`, though webhooks deliver it: accepted under the limits of externalid. */
const acceptedFields = z.object({ ...limits, customerid: textBetween('customerid', 0, 200).optional() });
const documentedNames = Object.keys(limits);

export type CreateRequest = z.output<typeof acceptedFields>;

/** The request with every limit checked, or the first refusal in the documented order of the fields. */
export function checkCreateRequest(value: JsonValue, settings: Settings): CreateRequest | Refusal {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { status: 400, code: 'invalid_body', message: 'The body must be a JSON object' };
  }
  if (settings.unknownFields === 'reject') {
    const unknown = Object.keys(value).find((name) => !documentedNames.includes(name));
    if (unknown !== undefined) return refuseUnknown(unknown);
  }
  const result = acceptedFields.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = String(issue?.path[0] ?? '');
  if (!Object.hasOwn(value, field)) {
    return { status: 400, code: 'missing_field', message: `${field} is required; ${issue?.message ?? ''}`, field };
  }
  return { status: 400, code: 'invalid_field', message: issue?.message ?? `${field} is not valid`, field };
}

export function isRefusal(result: CreateRequest | Refusal): result is Refusal {
  return 'code' in result;
}

function textBetween(name: string, min: number, max: number) {
  const range = min === 0 ? `at most ${max} characters` : `${min} to ${max} characters`;
  const error = `${name} must be a string of ${range}`;
  // Not zod's min and max: they count code points.
  return z.string({ error }).refine((text) => text.length >= min && text.length <= max, { error });
}

function isFlatText(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((entry) => typeof entry === 'string');
}

function explainCurrency(input: unknown): string {
  const isMisspelt = typeof input === 'string' && input.trim().toUpperCase() === 'USD';
  return isMisspelt
    ? `currency must be written "USD", exactly and in upper case; it was ${JSON.stringify(input)}`
    : 'currency must be "USD", the only one in v1';
}

function refuseUnknown(name: string): Refusal {
  const nearest = nearestName(name, documentedNames);
  const hint = nearest ? `; did you mean ${nearest}?` : '';
  return { status: 400, code: 'unknown_field', message: `${name} is not a documented field${hint}`, field: name };
}
