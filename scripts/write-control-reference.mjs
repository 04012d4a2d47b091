/**
 * `npm run control-reference`: writes docs/control-plane.md from the OpenAPI description that the stage serves. Needs a build.
 * A test fails when the page is out of date.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const TARGET = fileURLToPath(new URL('../docs/control-plane.md', import.meta.url));
/** What a first segment of a path is about, in the order of the page. */
const SUBJECTS = {
  health: 'Readiness',
  payments: 'Payments',
  events: 'Events',
  deliveries: 'Deliveries',
  holds: 'Holds',
  faults: 'Faults',
  clock: 'Clock',
  accounts: 'Accounts',
  providers: 'Providers',
  targets: 'Targets',
  bins: 'Built-in receivers',
  lanes: 'Lanes',
  records: 'Records and log',
  'check-runs': 'Check runs',
  other: 'The stage',
};
const KEYWORD = /^[A-Za-z_$][\w$]*$/;
const MAX_DEPTH = 6;
/** Of more alternatives than this only the first one is written out. */
const MANY = 12;
/** A reply of at least so many lines is written out once. */
const LONG_LINES = 8;

/** The text of docs/control-plane.md. @param openapi as `buildOpenApi` makes it. */
export function buildControlReference(openapi) {
  const calls = Object.entries(openapi.paths).flatMap(([path, methods]) =>
    ['get', 'post', 'put', 'patch', 'delete'].flatMap((method) =>
      methods[method] ? [{ path, method: method.toUpperCase(), call: methods[method], servers: methods.servers }] : [],
    ),
  );
  /** Where a reply was written out, by its text. */
  const told = new Map();
  const groups = Object.keys(SUBJECTS)
    .map((subject) => [subject, calls.filter(({ path }) => subjectOf(path) === subject)])
    .filter(([, members]) => members.length > 0);
  return `# Control plane

Everything that the page and the command line do, over HTTP. Paths are below \`http://localhost:4747/_paystage/api\`; below \`/_paystage/api/lanes/<name>\` the same calls see one [lane](testing.md) and nothing else, except those marked
_stage_, which are about the stage as a whole. \`/_paystage/openapi.json\` is the same for programs (OpenAPI 3.1).

- A body is JSON, with \`content-type: application/json\`. A call without a body takes \`{}\`, or none at all.
- An id is the provider's own for a payment, and \`evt_…\`, \`dlv_…\`, \`hold_…\` as they stand in replies and on the page otherwise.
- What is refused is answered with a fitting status and \`{ "error": { "code", "message", "hint" } }\`.
- A stage that was started with \`--token\` wants \`Authorization: Bearer <token>\`.
- \`ws://localhost:4747/_paystage/stream\` sends every record as it happens: [the stream](#the-stream).

## The stream

A WebSocket at \`/_paystage/stream?from=<seq>&lane=<name>\`; both parameters can be left out. Messages are JSON, one object each:

| Message | When | Holds |
| --- | --- | --- |
| \`hello\` | first | \`version\`, \`logId\`, \`oldestSeq\`, \`newestSeq\` |
| \`records\` | what is kept after \`from\` (without it, from the oldest), then what happens | \`records\`, in the order of \`seq\` |
| \`alive\` | every 15 s | nothing |

Whoever comes back names the last \`seq\` that it has as \`from\`. Another \`logId\` than before means another log: begin again without \`from\`. When \`oldestSeq\` is more than \`from\` + 1, the records between are no longer kept. With
\`lane\` only the records of that lane come; there is 404 \`unknown_lane\` for one that is not open.

A stage with a token wants it in the header, or, from a client that can set none, as a sub-protocol: \`new WebSocket(url, ['paystage', 'paystage.token.<token>'])\`. The stage sends pings and cuts off whoever does not answer. It closes with 1000
when the lane is disposed, with 1001 when it stops, and with 1013 when more than 1 MiB or 5 s of messages wait to be read: come back with \`from\`.

${groups.map(([subject, members]) => `## ${SUBJECTS[subject]}\n\n${members.map((member) => renderCall(member, told)).join('\n\n')}`).join('\n\n')}
`;
}

function subjectOf(path) {
  const [, first = ''] = path.split('/');
  if (first === 'log') return 'records';
  return Object.hasOwn(SUBJECTS, first) ? first : 'other';
}

function renderCall({ path, method, call, servers }, told) {
  const isHealth = servers?.[0]?.url === '/_paystage';
  const isStageWide = call.servers !== undefined;
  const query = (call.parameters ?? []).filter((parameter) => parameter.in === 'query');
  const body = call.requestBody?.content['application/json']?.schema;
  const [status, reply] = Object.entries(call.responses)[0] ?? [];
  const [mediaType, content] = Object.entries(reply?.content ?? {})[0] ?? [];
  const answer = mediaType === 'application/json' ? `type Reply = ${describe(content.schema, 0)};` : '';
  const earlier = told.get(answer);
  if (answer.split('\n').length >= LONG_LINES && !earlier) told.set(answer, `${method} ${path}`);
  const types = [...(body ? [`type Body = ${describe(body, 0)};`] : []), ...(answer !== '' && !earlier ? [answer] : [])];
  const notes = [
    ...(status === '200' ? [] : [`Answers ${status}.`]),
    ...(mediaType && mediaType !== 'application/json' ? [`Answers with \`${mediaType}\`.`] : []),
    ...(body && !call.requestBody.required ? ['The body can be left out.'] : []),
    ...(earlier ? [`Answers as \`${earlier}\`.`] : []),
  ].join(' ');
  return [
    `### \`${method} ${isHealth ? '/_paystage' : ''}${path}\``,
    `${escapeText(call.summary)}${/[.!?]$/.test(call.summary) ? '' : '.'}${isStageWide ? ' _Stage._' : ''}${notes === '' ? '' : ` ${notes}`}`,
    query.length === 0
      ? ''
      : `| Query | Means |\n| --- | --- |\n${query.map(({ name, description }) => `| \`${name}\` | ${escapeText(description).replace(/\|/g, '\\|')} |`).join('\n')}`,
    types.length === 0 ? '' : `\`\`\`ts\n${types.join('\n')}\n\`\`\``,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** A JSON Schema as a type of TypeScript, descriptions as comments. */
function describe(schema, depth) {
  if (typeof schema !== 'object' || schema === null || schema.$ref !== undefined) return 'unknown';
  if (schema.const !== undefined) return quote(schema.const);
  if (Array.isArray(schema.enum)) return schema.enum.map(quote).join(' | ');
  const forms = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(forms)) return joinForms(forms, depth);
  if (Array.isArray(schema.allOf)) return schema.allOf.map((form) => describe(form, depth)).join(' & ');
  if (Array.isArray(schema.type)) return schema.type.map((type) => describe({ ...schema, type }, depth)).join(' | ');
  switch (schema.type) {
    case 'object':
      return describeObject(schema, depth);
    case 'array':
      return describeList(schema, depth);
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type;
    default:
      return 'unknown';
  }
}

function describeObject({ properties = {}, required = [], additionalProperties }, depth) {
  const entries = Object.entries(properties);
  if (entries.length === 0 || depth >= MAX_DEPTH) {
    const values =
      typeof additionalProperties === 'object' && depth < MAX_DEPTH ? describe(additionalProperties, depth + 1) : 'unknown';
    return `Record<string, ${values}>`;
  }
  const pad = '  '.repeat(depth + 1);
  const lines = entries.map(([name, schema]) => {
    const mark = required.includes(name) ? '' : '?';
    const words = [
      schema.description ?? schema.title,
      schema.default === undefined ? undefined : `default: ${JSON.stringify(schema.default)}`,
    ];
    const comment = words
      .filter(Boolean)
      .join('; ')
      .replace(/\s*\n\s*/g, ' ');
    return `${pad}${KEYWORD.test(name) ? name : quote(name)}${mark}: ${describe(schema, depth + 1)};${comment === '' ? '' : ` // ${comment}`}`;
  });
  return `{\n${lines.join('\n')}\n${'  '.repeat(depth)}}`;
}

function describeList({ items, prefixItems }, depth) {
  if (Array.isArray(prefixItems)) return `[${prefixItems.map((item) => describe(item, depth)).join(', ')}]`;
  const item = describe(items, depth);
  return items?.type === 'object' || /^\w+$/.test(item) ? `${item}[]` : `(${item})[]`;
}

function joinForms(forms, depth) {
  const unique = [...new Set(forms.flatMap(listForms).map((form) => describe(form, depth)))];
  const shown = unique.length > MANY ? unique.slice(0, 1) : unique;
  const text = shown.join(' | ');
  if (shown.length < unique.length) return `${text} /* and ${unique.length - 1} other forms: see the OpenAPI description */`;
  return text;
}

/** The alternatives within an alternative, too. */
function listForms(form) {
  const inner = form?.anyOf ?? form?.oneOf;
  return Array.isArray(inner) ? inner.flatMap(listForms) : [form];
}

function quote(value) {
  return typeof value === 'string' ? `'${value.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'` : JSON.stringify(value);
}

/** Outside code a placeholder would be read as HTML. */
function escapeText(text) {
  return text.replace(/</g, '\\<');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [{ buildOpenApi }, { controlRoutes }, { providers }] = await Promise.all(
    ['http/control/openapi', 'http/control-routes', 'providers/index'].map((name) => import(`../dist/server/${name}.js`)),
  );
  writeFileSync(TARGET, buildControlReference(buildOpenApi(controlRoutes, providers, '')));
  console.log('Wrote docs/control-plane.md.');
}
