import type { JsonObject, JsonValue } from '../../protocol/records.js';
import type { Provider } from '../../providers/provider.js';
import { callExpectSchema, expectationSchemas, probeSchema } from './expectation-schemas.js';
import { fileSchema } from './file-schema.js';
import { limits } from './limits.js';
import { besideSchemas, listBeside, stepNames, stepSchemas } from './step-schemas.js';
import { buildVocabulary, describeSchema, type FaultCatalogue, findOnlyField, isObject } from './vocabulary.js';

/** The tables of docs/scenarios.md, by the name of the place that they stand at. */
export function buildDocTables(providers: readonly Provider[], faults: FaultCatalogue): Record<string, string> {
  const vocabulary = buildVocabulary(providers, faults);
  return {
    file: table(['Key', 'Value', 'Meaning'], rowsOf(describeSchema(fileSchema))),
    probe: table(['Key', 'Value', 'Meaning'], rowsOf(describeSchema(probeSchema))),
    steps: table(
      ['Step', 'Beside it', 'What it does'],
      stepNames.map((step) => [
        code(step),
        listBeside(step).map(code).join(', '),
        sayDescription(describeSchema(stepSchemas[step])),
      ]),
    ),
    beside: table(
      ['Key', 'Value', 'Meaning'],
      Object.entries(besideSchemas).map(([key, schema]) => [
        code(key),
        sayType(describeSchema(schema)),
        sayDescription(describeSchema(schema)),
      ]),
    ),
    'step keys': stepNames
      .flatMap((step) => [
        [step, rowsOf(describeSchema(stepSchemas[step]))] as const,
        ...(step === 'call' ? [['call.expect', rowsOf(describeSchema(callExpectSchema))] as const] : []),
      ])
      .filter(([step, rows]) => rows.length > 0 && step !== 'expect')
      .map(([step, rows]) => `#### ${code(step)}\n\n${table(['Key', 'Value', 'Meaning'], rows)}`)
      .join('\n\n'),
    actions: table(
      ['Provider', 'Step', 'By', 'Keys', 'A plain value stands for'],
      vocabulary.providers.flatMap(({ provider, customer, staff }) =>
        [...customer.values(), ...staff.values()].map((words) => [
          provider.title,
          Object.hasOwn(stepSchemas, words.action) || (words.actor === 'customer' && staff.has(words.action))
            ? `\`${words.actor}: { action: ${words.action} }\``
            : code(words.action),
          words.actor,
          words.fields.map(({ name, schema }) => `${code(name)}: ${sayType(schema)}`).join('; '),
          findOnlyField(words) === undefined ? '' : code(findOnlyField(words) ?? ''),
        ]),
      ),
    ),
    faults: table(
      ['Fault', 'What it does'],
      Object.entries(faults.kinds).map(([name, { sentence }]) => [code(name), sentence]),
    ),
    expectations: table(
      ['Expectation', 'Value', 'Met when'],
      Object.entries(expectationSchemas).map(([name, schema]) => [
        code(name),
        sayType(describeSchema(schema)),
        sayDescription(describeSchema(schema)),
      ]),
    ),
    'expectation keys': Object.entries(expectationSchemas)
      .map(([name, schema]) => [name, rowsOf(describeSchema(schema))] as const)
      .filter(([, rows]) => rows.length > 0)
      .map(([name, rows]) => `#### ${code(name)}\n\n${table(['Key', 'Value', 'Meaning'], rows)}`)
      .join('\n\n'),
    limits: table(
      ['Limit', 'Value'],
      [
        ['Size of a file', `${limits.bytes} bytes (1 MiB)`],
        ['Parts of a file (words and marks as YAML counts them, without blanks and line ends)', String(limits.parts)],
        ['Lines of a file', String(limits.lines)],
        ['Maps and lists within each other', String(limits.depth)],
        ['Characters of one text', String(limits.textChars)],
        ['Characters of all texts', String(limits.allTextChars)],
        ['Characters of a text in an action, a fault or a setting', String(limits.wordChars)],
        ['Steps of a run, repeats counted out', String(limits.steps)],
        ['`repeat` and `parallel` within each other', String(limits.blocks)],
        ['Problems that are told', String(limits.problems)],
      ],
    ),
  };
}

/** The text with every table between its `<!-- table: name -->` and `<!-- end -->` marks written anew. */
export function fillDocTables(text: string, tables: Readonly<Record<string, string>>): string {
  return text.replace(
    /(<!-- table: ([a-z ]+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (whole, begin: string, name: string, end: string) => {
      const content = tables[name];
      return content === undefined ? whole : `${begin}\n${content}\n\n${end}`;
    },
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function rowsOf(schema: JsonObject): string[][] {
  const forms = [schema, ...[schema.anyOf].flatMap((forms) => (Array.isArray(forms) ? forms.filter(isObject) : []))];
  const form = forms.find(({ properties }) => isObject(properties));
  if (!form || !isObject(form.properties)) return [];
  const required = Array.isArray(form.required) ? form.required : [];
  return Object.entries(form.properties).map(([key, value]) => [
    `${code(key)}${required.includes(key) ? ' (needed)' : ''}`,
    isObject(value) ? sayType(value) : '',
    isObject(value) ? sayDescription(value) : '',
  ]);
}

function sayType(schema: JsonObject): string {
  if (typeof schema.$ref === 'string')
    return schema.$ref.replace('#/$defs/', '').replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  if (schema.const !== undefined) return code(JSON.stringify(schema.const));
  if (Array.isArray(schema.enum)) return schema.enum.map((word) => code(String(word))).join(', ');
  if (Array.isArray(schema.anyOf)) return [...new Set(schema.anyOf.filter(isObject).map(sayType))].join(', or ');
  switch (schema.type) {
    case 'object':
      return 'map';
    case 'array':
      return isObject(schema.items) ? `list of ${sayType(schema.items)}` : 'list';
    case 'string':
      return 'text';
    case 'integer':
      return 'whole number';
    case 'boolean':
      return '`true` or `false`';
    case 'null':
      return 'nothing';
    case 'number':
      return 'number';
    default:
      return 'any value';
  }
}

function sayDescription({ description }: JsonObject): string {
  return typeof description === 'string' ? description : '';
}

function code(word: JsonValue): string {
  return `\`${String(word)}\``;
}
