import { z } from 'zod';
import type { JsonObject } from '../../protocol/records.js';

/** Schemas never change while the process runs, and describing one costs more than sending it. */
const described = new WeakMap<z.ZodType, JsonObject>();

/** What a schema takes, as JSON Schema, with everything that its `meta` says. */
export function toJsonSchema(schema: z.ZodType): JsonObject {
  const known = described.get(schema);
  if (known) return known;
  const { $schema: _dialect, ...description } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  // zod types it more loosely than JSON; what it holds is JSON.
  const value = JSON.parse(JSON.stringify(description)) as JsonObject;
  described.set(schema, value);
  return value;
}
