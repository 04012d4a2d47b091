import { parseDuration } from '../../domain/parse-duration.js';
import type { JsonObject, JsonValue } from '../../protocol/records.js';

/** Fields whose name ends in `Ms` take durations: `byMs: 5s`, `retryScheduleMs: [1s, 2s]`. What is none stays as it is, for its schema to refuse. */
export function readDurations(fields: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (name.endsWith('Ms')) return [name, Array.isArray(value) ? value.map(toMs) : toMs(value)];
      return [name, value];
    }),
  );
}

function toMs(value: JsonValue): JsonValue {
  return typeof value === 'string' && value.length <= 40 ? (parseDuration(value) ?? value) : value;
}
