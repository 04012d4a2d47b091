import type { ApiCalled, JsonObject, JsonValue, RecordHead } from '../../protocol/records.js';
import { isObject, readBody } from './read-body.js';
import type { RecordedStep, RecordingParts } from './recording.js';
import type { Variables } from './variables.js';

/** Put by the log where a secret stood. */
const MASKED = '[masked]';
/** What the stage itself says when somebody creates a payment by its form. */
const OWN_AGENT = 'Paystage';

export interface ReadCreation {
  step: RecordedStep;
  notes: readonly string[];
  /** The call by which it was created; null: nobody knows. */
  call: (RecordHead & ApiCalled) | null;
}

/** How the payment came about, as a step. */
export function readCreation(parts: RecordingParts, variables: Variables): ReadCreation {
  const { records, provider, payment } = parts;
  const created = records.find(({ type }) => type === 'payment.created');
  const call = records.find(
    (record): record is RecordHead & ApiCalled => record.type === 'api.called' && record.route === provider.creation.route,
  );
  const body = call === undefined ? null : readBody(call);
  const seq = created?.seq ?? records[0]?.seq ?? 0;
  if (!call || !body) {
    const match: JsonObject = payment.reference === '' ? { amountMinor: payment.amountMinor } : { reference: payment.reference };
    return {
      step: { seq, step: { 'await payment': { ...match, within: '1m' } }, comment: UNKNOWN_ORIGIN },
      notes: ['How the payment was created is not known, so the scenario waits until something creates one.'],
      call: null,
    };
  }
  const { fields, notes } = readFields(body.fields, parts, variables);
  const agent = call.request.headers.find(([name]) => name.toLowerCase() === 'user-agent')?.[1];
  const comment = agent === OWN_AGENT ? {} : { comment: tellApp(variables) };
  return { step: { seq, step: { create: fields }, ...comment }, notes, call };
}

const UNKNOWN_ORIGIN = 'How it was created is not known: let something create it before, such as a call of your app.';

/** The app can create it in the scenario, too, but only its developer knows how it is asked to. */
function tellApp(variables: Variables): string {
  const app = Object.hasOwn(variables.list(), 'app') ? `\${app}` : 'http://localhost:3000';
  return [
    'Created as your app created it. To let your app do it, and have an order for it, put these in place of "create":',
    `- call: { method: POST, url: "${app}/buy", json: {}, capture: { order: $.orderId } }`,
    `- await payment: { reference: "\${order}" }`,
  ].join('\n');
}

/** Parameters as the app sent them; what the form of the step would add by itself is taken back. */
function readFields(
  sent: JsonObject,
  { provider, account }: RecordingParts,
  variables: Variables,
): { fields: JsonObject; notes: string[] } {
  const notes: string[] = [];
  const { properties } = provider.creation.schema;
  const form = isObject(properties) ? properties : {};
  const fields: JsonObject = {};
  for (const [name, value] of Object.entries(sent)) {
    if (value === MASKED && !Object.hasOwn(form, name)) continue;
    if (typeof value === 'string' && variables.isOwn(value)) {
      notes.push(`"${name}" is left out: it led to a receiver of the stage.`);
      continue;
    }
    fields[name] = toForm(variables.clean(value, name), form[name]);
  }
  for (const [name, field] of Object.entries(form))
    if (!Object.hasOwn(sent, name) && isObject(field) && field.default !== undefined) fields[name] = '';
  // A key of the account stands in the request anyway.
  for (const name of Object.keys(account.keys)) if (!Object.hasOwn(form, name)) delete fields[name];
  return { fields, notes };
}

/** A map where the form has lines. */
function toForm(value: JsonValue, field: JsonValue | undefined): JsonValue {
  if (!isObject(field) || field.type !== 'array' || !isObject(value)) return value;
  return Object.entries(value).map(([name, item]) => `${name}=${typeof item === 'string' ? item : JSON.stringify(item)}`);
}
