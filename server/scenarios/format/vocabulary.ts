import { z } from 'zod';
import type { JsonObject, JsonValue } from '../../protocol/records.js';
import type { PaymentActions, Provider } from '../../providers/provider.js';
import { kindWords } from '../../reading/record-words.js';

/** The catalogue of faults, as far as files need it. */
export interface FaultCatalogue {
  /** By name. */
  kinds: Readonly<Record<string, FaultWords>>;
  /** Of a whole fault: `{ fault: name, ...params, when?, times?, forMs?, seed? }`. */
  specSchemaOf(name: string): z.ZodObject | undefined;
  /** The one that was meant by a name that is none. */
  nearest(wrong: string): string | undefined;
}

export interface FaultWords {
  title: string;
  /** What it does and why apps meet it. */
  sentence: string;
  place: string;
  /** What a provider must do to be able to have it. */
  needs?: 'signature' | 'redirect';
}

/** One action of a provider and what belongs to it. */
export interface ActionWords {
  action: string;
  actor: 'customer' | 'staff';
  /** Without `action`. */
  fields: readonly { name: string; isRequired: boolean; schema: JsonObject }[];
}

/** What a provider brings into the language of the files. */
export interface ProviderWords {
  provider: Provider;
  customer: ReadonlyMap<string, ActionWords>;
  staff: ReadonlyMap<string, ActionWords>;
  /** Statuses and outcomes. */
  statuses: readonly string[];
  /** Names of settings and their other names. */
  settings: readonly string[];
}

export interface Vocabulary {
  providers: readonly ProviderWords[];
  faults: FaultCatalogue;
  recordTypes: readonly string[];
}

const OUTCOMES = ['open', 'succeeded', 'failed', 'cancelled', 'expired', 'deleted'];

export function buildVocabulary(providers: readonly Provider[], faults: FaultCatalogue): Vocabulary {
  return { providers: providers.map(readProvider), faults, recordTypes: Object.keys(kindWords) };
}

/** The actor whose action a step of this name is. Of a name that both have the staff's is meant: it needs no browser. */
export function findAction(words: ProviderWords, action: string): ActionWords | undefined {
  return words.staff.get(action) ?? words.customer.get(action);
}

/** The field that a plain value stands for: the only required one, or the only one. */
export function findOnlyField({ fields }: ActionWords): string | undefined {
  const required = fields.filter(({ isRequired }) => isRequired);
  const candidates = required.length > 0 ? required : fields;
  return candidates.length === 1 ? candidates[0]?.name : undefined;
}

export function actionsOf({ provider }: ProviderWords, actor: 'customer' | 'staff'): PaymentActions | undefined {
  return actor === 'customer' ? provider.customerActions : provider.staffActions;
}

const known = new WeakMap<Provider, ProviderWords>();

function readProvider(provider: Provider): ProviderWords {
  const words = known.get(provider) ?? {
    provider,
    customer: readActions(provider.customerActions, 'customer'),
    staff: readActions(provider.staffActions, 'staff'),
    statuses: [...Object.keys(provider.statuses), ...OUTCOMES],
    settings: [...Object.keys(provider.settings.shape), ...Object.keys(provider.settingAliases?.shape ?? {})],
  };
  known.set(provider, words);
  return words;
}

/** An action schema is one object, or several that differ in `action`; which words that has stands in its JSON Schema. */
function readActions(actions: PaymentActions | undefined, actor: 'customer' | 'staff'): Map<string, ActionWords> {
  const found = new Map<string, ActionWords>();
  if (!actions) return found;
  const described = describeSchema(actions.schema);
  const members = [described.oneOf, described.anyOf].find(Array.isArray) ?? [described];
  for (const member of members.filter(isObject)) {
    const { action, ...properties } = isObject(member.properties) ? member.properties : {};
    const required = Array.isArray(member.required) ? member.required : [];
    const fields = Object.entries(properties).map(([name, schema]) => ({
      name,
      isRequired: required.includes(name),
      schema: isObject(schema) ? schema : {},
    }));
    for (const word of wordsOf(action)) found.set(word, { action: word, actor, fields });
  }
  return found;
}

function wordsOf(schema: JsonValue | undefined): string[] {
  if (!isObject(schema)) return [];
  if (typeof schema.const === 'string') return [schema.const];
  return Array.isArray(schema.enum) ? schema.enum.filter((word) => typeof word === 'string') : [];
}

/** What a schema takes, as JSON Schema; a part that another stands for by `$ref` is only that. */
export function describeSchema(schema: z.ZodType): JsonObject {
  const { $schema: _dialect, ...described } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override({ jsonSchema }) {
      const reference = (jsonSchema as { $ref?: unknown }).$ref;
      if (typeof reference !== 'string' || !reference.startsWith('#/$defs/')) return;
      for (const key of Object.keys(jsonSchema))
        if (key !== '$ref' && key !== 'description') Reflect.deleteProperty(jsonSchema, key);
    },
  });
  return JSON.parse(JSON.stringify(described)) as JsonObject;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
