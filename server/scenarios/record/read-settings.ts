import type { AccountView } from '../../http/control/replies.js';
import { isEqualJson } from '../../judge/match-record.js';
import type { JsonObject, JsonValue } from '../../protocol/records.js';
import type { RecordingParts } from './recording.js';
import type { Variables } from './variables.js';

/** Settings of the account that a run has to put in force: those that are not as a new account has them, but for where the app listens. */
export function readSettings({ account, provider }: RecordingParts, variables: Variables): JsonObject {
  const targets = provider.targets.map(({ setting }) => setting);
  const changed = account.switches.filter(
    ({ name, value, schema }) => !targets.includes(name) && !isEqualJson(value, readDefault(schema)),
  );
  return Object.fromEntries(changed.map(({ name, value }) => [name, variables.clean(value, name, false)]));
}

/** Where the app listens, as `target` takes it; null where nobody but the built-in receivers does. */
export function readTargets({ account, provider }: RecordingParts, variables: Variables): JsonValue {
  const found = provider.targets.flatMap(({ setting, receivesEvents }) => {
    const urls = listUrls(account, setting).filter((url) => !variables.isOwn(url));
    const [first, ...others] = urls.map((url) => variables.cleanText(url, setting));
    return first === undefined ? [] : [{ setting, receivesEvents, value: others.length === 0 ? first : [first, ...others] }];
  });
  const [only, ...others] = found;
  if (!only) return null;
  // A plain URL is for the setting that receives events.
  if (only.receivesEvents && others.length === 0 && typeof only.value === 'string') return only.value;
  return Object.fromEntries(found.map(({ setting, value }) => [setting, value]));
}

function listUrls({ settings }: AccountView, setting: string): string[] {
  const value = settings[setting];
  return Array.isArray(value) ? value.filter((url) => typeof url === 'string') : [];
}

/** What a JSON Schema says stands there when nobody says anything. */
function readDefault(schema: JsonObject): JsonValue | undefined {
  if (schema.default !== undefined) return schema.default;
  const { properties } = schema;
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) return undefined;
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, part]) => {
      const value = typeof part === 'object' && part !== null && !Array.isArray(part) ? readDefault(part) : undefined;
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}
