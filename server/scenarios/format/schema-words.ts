import type { JsonObject, JsonValue } from '../../protocol/records.js';
import type { Provider } from '../../providers/provider.js';
import {
  type ActionWords,
  describeSchema,
  type FaultCatalogue,
  findAction,
  findOnlyField,
  isObject,
  type Vocabulary,
} from './vocabulary.js';

const reference = { $ref: '#/$defs/reference' };

/** What providers and faults bring into the published JSON Schema. */
export function describeCreation(providers: readonly Provider[]): JsonObject {
  const properties: Record<string, JsonObject> = {};
  for (const { title, creation } of providers)
    for (const [name, schema] of Object.entries(propertiesOf(describeSchema(creation.fields)))) {
      const words = isObject(schema) ? [schema.title, schema.help].filter((word) => typeof word === 'string').join('. ') : '';
      const known = properties[name]?.description;
      // Any value can be tried: what is wrong with it is for the provider to say.
      properties[name] = { description: `${known === undefined ? '' : `${known} `}${title}: ${words}` };
    }
  return { type: 'object', properties };
}

export function describeAccounts(providers: readonly Provider[]): JsonObject {
  const properties = providers.map(({ name, settings, settingAliases }) => {
    const described = {
      ...propertiesOf(describeSchema(settings)),
      ...(settingAliases ? propertiesOf(describeSchema(settingAliases)) : {}),
    };
    const fields = Object.entries(described).map(([key, schema]) => [key, widen(key, schema)]);
    return [name, { type: 'object', properties: Object.fromEntries(fields), additionalProperties: false }];
  });
  return { type: 'object', properties: Object.fromEntries(properties), additionalProperties: false };
}

export function describeTarget(providers: readonly Provider[]): JsonObject {
  const urls = { anyOf: [{ type: 'string' }, { type: 'array', minItems: 1, items: { type: 'string' } }] };
  const properties = providers.map(({ name, targets }) => [
    name,
    {
      anyOf: [
        ...urls.anyOf,
        {
          type: 'object',
          properties: Object.fromEntries(targets.map(({ setting, description }) => [setting, { ...urls, description }])),
          additionalProperties: false,
        },
      ],
    },
  ]);
  return { type: 'object', properties: Object.fromEntries(properties), additionalProperties: false };
}

export function describeFaults({ kinds, specSchemaOf }: FaultCatalogue): JsonObject {
  const wholes = Object.entries(kinds).map(([name, { title, sentence }]) => {
    const schema = specSchemaOf(name);
    const described = schema ? describeSchema(schema) : {};
    const { fault: _fault, ...params } = propertiesOf(described);
    const fields = Object.entries(params).map(([key, param]) => [key, widen(key, param)]);
    return {
      title,
      description: sentence,
      type: 'object',
      properties: { fault: { const: name }, ...Object.fromEntries(fields) },
      required: described.required ?? ['fault'],
      additionalProperties: false,
    } satisfies JsonObject;
  });
  return { anyOf: [{ $ref: '#/$defs/faultName' }, ...wholes] };
}

/** `{ action: name, ... }` */
export function describeActions({ providers }: Vocabulary, actor: 'customer' | 'staff'): JsonObject {
  return {
    type: 'object',
    required: ['action'],
    anyOf: providers.flatMap((words) =>
      [...words[actor].values()].map((action) => {
        const fields = describeFields(action);
        return {
          ...fields,
          description: words.provider.title,
          properties: { action: { const: action.action }, ...propertiesOf(fields) },
        };
      }),
    ),
  };
}

/** What stands behind a step that is named after an action. */
export function describeNamedAction({ providers }: Vocabulary, name: string): JsonObject {
  const owners = providers.flatMap((words) => {
    const action = findAction(words, name);
    return action ? [{ title: words.provider.title, action }] : [];
  });
  const forms: JsonObject[] = owners.flatMap(({ action }) => {
    const only = findOnlyField(action);
    const field = action.fields.find((one) => one.name === only);
    const isOptional = action.fields.every(({ isRequired }) => !isRequired);
    return [
      describeFields(action),
      ...(field ? [widen(field.name, field.schema) as JsonObject] : []),
      ...(isOptional ? [{ type: 'null' }] : []),
    ];
  });
  const whose = owners.map(({ title, action }) => `${title} (${action.actor})`).join(', ');
  const unique = new Map(forms.map((form) => [JSON.stringify(form), form]));
  return { description: `Action of ${whose}.`, anyOf: [...unique.values()] };
}

function describeFields({ fields }: ActionWords): JsonObject {
  const required = fields.filter(({ isRequired }) => isRequired).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map(({ name, schema }) => [name, widen(name, schema)])),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

/** A value that may also be a reference, and a duration where the name ends in `Ms`. */
function widen(name: string, schema: JsonValue): JsonValue {
  if (!isObject(schema)) return schema;
  const { description, title, ...rest } = schema;
  const words = { ...(title === undefined ? {} : { title }), ...(description === undefined ? {} : { description }) };
  if (isObject(rest.properties)) {
    const properties = Object.entries(rest.properties).map(([key, inner]) => [key, widen(key, inner)]);
    return { ...schema, properties: Object.fromEntries(properties) };
  }
  if (isObject(rest.items)) return { ...schema, items: widen(name, rest.items) };
  if (rest.type === 'string' && rest.enum === undefined && rest.const === undefined && rest.pattern === undefined) return schema;
  const isDuration = name.endsWith('Ms') && (rest.type === 'integer' || rest.type === 'number');
  return { ...words, anyOf: [rest, ...(isDuration ? [{ $ref: '#/$defs/duration' }] : []), reference] };
}

function propertiesOf(schema: JsonObject): JsonObject {
  return isObject(schema.properties) ? schema.properties : {};
}
