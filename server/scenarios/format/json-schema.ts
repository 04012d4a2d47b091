import type { JsonObject, JsonValue } from '../../protocol/records.js';
import type { Provider } from '../../providers/provider.js';
import { fileSchema } from './file-schema.js';
import {
  describeAccounts,
  describeActions,
  describeCreation,
  describeFaults,
  describeNamedAction,
  describeTarget,
} from './schema-words.js';
import { type BesideName, besideSchemas, listBeside, stepNames, stepSchemas } from './step-schemas.js';
import { buildVocabulary, describeSchema, type FaultCatalogue, findAction, type Vocabulary } from './vocabulary.js';

/**
 * The published JSON Schema of scenario files (draft 7, which editors know best). It is made of the schemas that the reader uses and of what
 * the providers say, and lets through what only the reader can tell: names, order, what fits which provider.
 */
export function buildScenarioSchema(providers: readonly Provider[], faults: FaultCatalogue): JsonObject {
  const vocabulary = buildVocabulary(providers, faults);
  const unique = (words: readonly string[]) => [...new Set(words)];
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Paystage scenario, version 1',
    ...describeSchema(fileSchema),
    $defs: {
      reference: { description: 'Filled in when the step begins.', type: 'string', pattern: '\\$\\{' },
      duration: {
        description: '200ms, 5s, 3m, 2h, 1d, or a number of ms.',
        anyOf: [
          { type: 'number', minimum: 0 },
          { type: 'string', pattern: '^\\s*(\\d+(\\.\\d+)?\\s*(ms|min|s|m|h|d)\\s*)+$' },
        ],
      },
      path: { description: "$ for the whole, then .name, [0] or ['a name'].", type: 'string', pattern: '^\\$' },
      provider: { enum: providers.map(({ name }) => name) },
      status: { enum: unique(vocabulary.providers.flatMap(({ statuses }) => statuses)) },
      // Settings can change the words.
      event: { anyOf: [{ enum: listEvents(providers) }, { type: 'string', minLength: 1 }] },
      record: { type: 'object', minProperties: 1, properties: { type: { enum: [...vocabulary.recordTypes] } } },
      faultName: { enum: Object.keys(faults.kinds) },
      fault: describeFaults(faults),
      creation: describeCreation(providers),
      accounts: describeAccounts(providers),
      target: describeTarget(providers),
      customerAction: describeActions(vocabulary, 'customer'),
      staffAction: describeActions(vocabulary, 'staff'),
      steps: { type: 'array', minItems: 1, items: { $ref: '#/$defs/step' } },
      step: describeStep(vocabulary),
    },
  };
}

function listEvents(providers: readonly Provider[]): string[] {
  const words = providers.flatMap((provider) => {
    const settings = provider.settings.parse({}) as JsonObject;
    return provider.listEventStatuses?.(settings) ?? Object.keys(provider.statuses);
  });
  return [...new Set(words)];
}

/** One map with every key, of which exactly one says what the step does: editors complete that better than a choice of maps. */
function describeStep(vocabulary: Vocabulary): JsonObject {
  const actors = new Map<string, 'customer action' | 'staff action'>();
  for (const words of vocabulary.providers)
    for (const action of [...words.staff.keys(), ...words.customer.keys()])
      if (!Object.hasOwn(stepSchemas, action))
        actors.set(action, findAction(words, action)?.actor === 'staff' ? 'staff action' : 'customer action');
  const takers = (beside: BesideName): string[] => [
    ...stepNames.filter((step) => listBeside(step).includes(beside)),
    ...[...actors].filter(([, actor]) => listBeside(actor).includes(beside)).map(([action]) => action),
  ];
  const besides = Object.keys(besideSchemas) as BesideName[];
  const properties: [string, JsonValue][] = [
    ...stepNames.map((step): [string, JsonValue] => [step, describeSchema(stepSchemas[step])]),
    ...[...actors.keys()].map((action): [string, JsonValue] => [action, describeNamedAction(vocabulary, action)]),
    ...besides.map((beside): [string, JsonValue] => [beside, describeSchema(besideSchemas[beside])]),
  ];
  const restricted = besides.filter((beside) => beside !== 'name');
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    additionalProperties: false,
    oneOf: [...stepNames, ...actors.keys()].map((step) => ({ required: [step] })),
    dependencies: Object.fromEntries(
      restricted.map((beside) => [beside, { anyOf: takers(beside).map((step) => ({ required: [step] })) }]),
    ),
  };
}
