import type { ApiCalled, JsonObject, JsonValue, LogRecord, RecordHead } from '../../protocol/records.js';
import { isObject, readBody, readJson } from './read-body.js';
import type { RecordedStep, RecordingParts } from './recording.js';
import type { Variables } from './variables.js';

type Call = RecordHead & ApiCalled;

/** Shorter values are in many replies by chance. */
const MIN_CAPTURED = 6;

export interface ReadCalls {
  steps: readonly RecordedStep[];
  /** What the creating call's reply has to give: variable name to path. */
  capture: Readonly<Record<string, string>>;
  notes: readonly string[];
}

/** Calls of the app that changed the payment after its creation, such as a request for a refund. What it only asked is its own business. */
export function readCalls(parts: RecordingParts, creation: Call | null, variables: Variables): ReadCalls {
  const capture: Record<string, string> = {};
  const notes: string[] = [];
  const steps = findChanging(parts.records, creation).flatMap(({ seq, call }) => {
    const step = toStep(call, parts, creation, variables, capture);
    if (step === null) notes.push(`The call ${call.route} is left out: only a part of it stands in the log.`);
    return step === null
      ? []
      : [{ seq, step: { call: step }, comment: 'Called by your app. Leave it out if your app does it here by itself.' }];
  });
  return { steps, capture, notes };
}

/** A call's record follows the changes that it made, and nothing else stands between them. */
function findChanging(records: readonly LogRecord[], creation: Call | null): { seq: number; call: Call }[] {
  const found: { seq: number; call: Call }[] = [];
  let changedAt: number | null = null;
  let isExplained = true;
  for (const record of records) {
    switch (record.type) {
      case 'payment.acted':
      case 'payment.timer_cleared':
        isExplained = true;
        changedAt = null;
        break;
      case 'payment.amended':
      case 'payment.status_changed':
        if (!isExplained) changedAt ??= record.seq;
        break;
      case 'api.called':
        if (changedAt !== null && record.seq !== creation?.seq) found.push({ seq: changedAt, call: record });
        isExplained = false;
        changedAt = null;
        break;
      case 'event.announced':
      case 'payment.timer_set':
        break;
      default:
        isExplained = false;
    }
  }
  return found;
}

function toStep(
  call: Call,
  { account, env, payment, provider }: RecordingParts,
  creation: Call | null,
  variables: Variables,
  capture: Record<string, string>,
): JsonObject | null {
  const body = readBody(call);
  const prefix = new URL(account.baseUrl).pathname;
  const { method, url } = call.request;
  if (!body || !url.startsWith(prefix)) return null;
  const headers: Record<string, string> = {};
  for (const [name, value] of call.request.headers)
    if (provider.secretHeaders.includes(name.toLowerCase())) headers[name] = nameCredential(value, env, variables);
  const reply = readJson(creation?.response.body?.text);
  const fields = Object.fromEntries(
    Object.entries(body.fields).map(([name, value]) => {
      if (String(value) === payment.id) return [name, `\${payment.id}`];
      const path = typeof value === 'string' && value.length >= MIN_CAPTURED ? findPath(reply, value) : null;
      if (path === null) return [name, variables.clean(value, name)];
      capture[name] = path;
      return [name, `\${${name}}`];
    }),
  );
  const isForm = body.kind === 'form';
  return {
    method,
    url: `\${lane.${provider.name}.baseUrl}${url.slice(prefix.length)}`,
    headers: isForm ? { ...headers, 'content-type': 'application/x-www-form-urlencoded' } : headers,
    ...(isForm ? { body: joinForm(fields) } : { json: fields }),
    expect: { status: call.response.status },
  };
}

/** The key itself stands in the environment of the lane; the log has it masked, and so is what the stage tells about the environment. */
function nameCredential(masked: string, env: Readonly<Record<string, string>>, variables: Variables): string {
  const [, scheme = '', credential = ''] = /^([A-Za-z][\w-]* +)?(.*)$/s.exec(masked) ?? [];
  const known = Object.entries(env).find(([, value]) => value === credential)?.[0];
  return `${scheme}${known === undefined ? variables.takeSecret('api_key', credential) : `\${env.${known}}`}`;
}

/** References are filled in later, so they stay as they are. */
function joinForm(fields: Readonly<Record<string, JsonValue>>): string {
  return Object.entries(fields)
    .map(
      ([name, value]) =>
        `${encodeURIComponent(name)}=${String(value)
          .split(/(\$\{[^{}]*\})/)
          .map((part) => (part.startsWith('${') ? part : encodeURIComponent(part)))
          .join('')}`,
    )
    .join('&');
}

function findPath(value: unknown, wanted: string, path = '$'): string | null {
  if (value === wanted) return path;
  if (!isObject(value)) return null;
  for (const [name, part] of Object.entries(value)) {
    const found = /^[A-Za-z_]\w*$/.test(name) ? findPath(part, wanted, `${path}.${name}`) : null;
    if (found !== null) return found;
  }
  return null;
}
