import type { FaultKindView } from '../../../../server/http/control/fault-replies.js';
import type { JsonObject } from '../../../../server/protocol/records.js';
import type { Field } from '../../schema-form/field.js';
import { isJsonObject } from '../../schema-form/json-value.js';
import { readFields } from '../../schema-form/read-field.js';

const FRAME: ReadonlySet<string> = new Set(['fault', 'when', 'times', 'forMs', 'seed']);
/** Parts of `when` are fields of their own, called so. */
const WHEN = 'when.';

/** What can be said about a fault: its own parameters and how often first, what restricts it folded away. */
export function readFaultFields({ schema }: FaultKindView): Field[] {
  const { when, times, forMs, seed, ...rest } = propertiesOf(schema);
  const params = Object.fromEntries(Object.entries(rest).filter(([name]) => !FRAME.has(name)));
  const restrictions = Object.entries(propertiesOf(when)).map(([name, property]) => [WHEN + name, property] as const);
  const fold = (properties: readonly (readonly [string, unknown])[]) =>
    Object.fromEntries(
      properties.map(([name, property]) => [name, { ...(isJsonObject(property) ? property : {}), isAdvanced: true }]),
    );
  return readFields({
    ...schema,
    required: Object.entries(params).flatMap(([name, property]) =>
      isJsonObject(property) && 'default' in property ? [name] : [],
    ),
    properties: {
      ...params,
      ...(isJsonObject(times) ? { times: { ...times, help: 'Once, when it is left out.' } } : {}),
      ...(fold([...restrictions, ['forMs', forMs], ['seed', seed]]) as JsonObject),
    },
  });
}

/** What the form says, as the stage takes it. */
export function toFaultSpec(fault: string, values: JsonObject): JsonObject {
  const isRestriction = (name: string) => name.startsWith(WHEN);
  const entries = Object.entries(values);
  const when = entries.filter(([name]) => isRestriction(name)).map(([name, value]) => [name.slice(WHEN.length), value] as const);
  return {
    ...Object.fromEntries(entries.filter(([name]) => !isRestriction(name))),
    fault,
    ...(when.length === 0 ? {} : { when: Object.fromEntries(when) }),
  };
}

function propertiesOf(schema: unknown): JsonObject {
  const isObject = typeof schema === 'object' && schema !== null && 'properties' in schema;
  const properties = isObject ? (schema as JsonObject).properties : undefined;
  return properties !== undefined && isJsonObject(properties) ? properties : {};
}
