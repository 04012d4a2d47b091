import { controlRoutes } from '../../server/http/control-routes.js';
import type { Harness } from '../../server/index.js';

export interface MadeUpRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string | Buffer;
}

interface Target {
  method: string;
  path: string;
  kind: 'control' | 'api' | 'page';
}

/** Would make later answers 5xx on purpose, or wait by the clock. */
const LEFT_OUT = /^\/(faults|idle|records\/next|records\/wait|check-runs\/start)/;

/** Same numbers for the same seed. Source: mulberry32 by Tommy Ettinger, public domain. */
export function createNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const WORDS =
  `amount currency reference externalid customerid metadata webhookUrl webhookUrls action card result name seed clock accounts advanceMs speed
  jumpTo provider payment status count limit from body headers signing method url recipient_note cancellable payment_endpoint callback_url link_id
  pay_id recipients token description theme answer delayMs match id __proto__ constructor toString`.split(/\s+/);

const TEXTS =
  `USD EUR pay cancel fail pass success SUCCEEDED simulated next-attempt secpaid securepayapi default 1h 0 2000 2026-11-21T00:00:00Z
  http://127.0.0.1:9/x javascript:alert(1) http://169.254.169.254/ //host ../../etc/passwd %00 \u202e \ud83d\ude00 \u00e9 e\u0301`.split(
    /\s+/,
  );

const SCALARS: unknown[] = [
  null,
  true,
  false,
  0,
  -0,
  1,
  -1,
  20.5,
  2 ** 53 + 1,
  1e308,
  -1e-308,
  '',
  ' ',
  'a\r\nb: c',
  '\u0000',
].concat(TEXTS as never[], ['x'.repeat(5_000), '1'.repeat(400)] as never[]);

/** Makes requests that look like those of an app, of the page and of a scanner, each a little or much wrong. */
export function createRequestMaker(harness: Harness, seed: number): () => MadeUpRequest {
  const random = createNumbers(seed);
  const chance = (share: number) => random() < share;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const targets = listTargets(harness);
  const ids = () => [...harness.engine.state.payments.keys()].slice(-20);
  const deliveries = () => [...harness.engine.state.deliveries.keys()].slice(-20);
  const { env } = harness;

  function makeValue(depth = 0): unknown {
    if (depth > 3 || chance(0.7)) return chance(0.1) ? pick([...ids(), 'x']) : pick(SCALARS);
    if (chance(0.4)) return Array.from({ length: Math.floor(random() * 4) }, () => makeValue(depth + 1));
    return makeObject(depth + 1);
  }
  function makeObject(depth = 0): Record<string, unknown> {
    const made: Record<string, unknown> = {};
    for (let count = Math.floor(random() * 6); count > 0; count--)
      Object.defineProperty(made, pick(WORDS), { value: makeValue(depth), enumerable: true, configurable: true });
    return made;
  }
  /** Near enough to what is wanted to get beyond the first check. */
  function makeLikely(kind: Target['kind']): Record<string, unknown> {
    if (kind === 'control') return { action: pick(['pay', 'cancel', 'challenge']), ...(chance(0.5) ? makeObject() : {}) };
    return { amount: pick([2000, 49.99, '12.5']), currency: 'USD', recipient_note: 'n', ...(chance(0.5) ? makeObject() : {}) };
  }
  function makeSegment(): string {
    const known = [...ids(), ...deliveries(), 'secpaid', 'securepayapi', 'default', 'secretKey', 'token'];
    return encodeURIComponent(String(chance(0.7) ? pick(known) : pick(SCALARS))).slice(0, 300) || '%20';
  }
  function makeQuery(): string {
    if (chance(0.7)) return '';
    return `?${Array.from({ length: 1 + Math.floor(random() * 3) }, () => `${encodeURIComponent(pick(WORDS))}=${makeSegment()}`).join('&')}`;
  }
  function makeBody(kind: Target['kind']): { type: string | null; body: string | Buffer } {
    const value = chance(0.6) ? makeLikely(kind) : makeValue();
    const json = JSON.stringify(value) ?? 'null';
    if (chance(0.6)) return { type: 'application/json', body: json };
    return pick<() => { type: string | null; body: string | Buffer }>([
      () => ({ type: 'application/x-www-form-urlencoded', body: toForm(value) }),
      () => ({ type: 'multipart/form-data; boundary=b', body: toMultipart(value) }),
      () => ({ type: 'multipart/form-data', body: json }),
      () => ({ type: 'application/json', body: json.slice(0, Math.floor(random() * json.length)) }),
      () => ({ type: 'application/json; charset=utf-16', body: Buffer.from(json, 'utf16le') }),
      () => ({ type: 'application/json', body: Buffer.from([0xef, 0xbb, 0xbf, ...Buffer.from(json)]) }),
      () => ({ type: 'application/json', body: Buffer.from(json.replaceAll('a', '\u00ff'), 'latin1') }),
      () => ({ type: 'application/json', body: '['.repeat(20_000) }),
      () => ({ type: 'application/json', body: `${'['.repeat(2_000)}${']'.repeat(2_000)}` }),
      () => ({ type: 'application/json', body: '{"a":1e400,"a":2,"amount":-0}' }),
      () => ({ type: null, body: json }),
      () => ({ type: 'text/plain', body: json }),
      () => ({ type: pick(['', ';', 'a/b/c', 'x'.repeat(2_000)]), body: json }),
    ])();
  }

  return () => {
    const target = pick(targets);
    const path = target.path.replace(/\{\w+\}|:\w+/g, makeSegment) + makeQuery();
    const method = chance(0.9) ? target.method : pick(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
    const headers: Record<string, string> = {};
    if (target.kind === 'api' && chance(0.9)) {
      headers.token = env.SECPAID_TOKEN ?? '';
      headers.authorization = `Bearer ${env.SECUREPAYAPI_SECRET_KEY}`;
    }
    if (chance(0.1))
      headers[pick(['x-http-method-override', 'range', 'if-none-match', 'accept', 'cookie', 'expect-ct', 'x-forwarded-for'])] =
        pick(['DELETE', 'bytes=0-', '*', 'é', 'a'.repeat(3_000)]).replace('é', '\u00e9');
    const hasBody = method !== 'GET' && method !== 'OPTIONS' && chance(0.95);
    if (!hasBody) return { method, path, headers };
    const { type, body } = makeBody(target.kind);
    if (type !== null) headers['content-type'] = type;
    return { method, path, headers, body };
  };
}

function listTargets(harness: Harness): Target[] {
  const control = controlRoutes
    .filter(({ method, path }) => !(LEFT_OUT.test(path) && method !== 'DELETE'))
    .flatMap(({ method, path }): Target[] => [
      { method, path: `/_paystage/api${path}`, kind: 'control' },
      { method, path: `/_paystage/api/lanes/{lane}${path}`, kind: 'control' },
    ]);
  const api = [...harness.engine.providers.values()].flatMap(({ name, routes }) =>
    // Twice, because there are fewer of them than of the others.
    [...routes, ...routes, ...routes].map(({ method, path }): Target => ({ method, path: `/${name}${path}`, kind: 'api' })),
  );
  const pages = [
    '/',
    '/assets/{file}',
    '/{any}',
    '/_paystage/health',
    '/_paystage/openapi.json',
    '/_paystage/bin/{bin}',
    '/_paystage/stream',
  ];
  return [
    ...control,
    ...api,
    ...pages.map((path): Target => ({ method: path.includes('bin') ? 'POST' : 'GET', path, kind: 'page' })),
  ];
}

function toForm(value: unknown): string {
  const pairs = value !== null && typeof value === 'object' ? Object.entries(value) : [['x', value]];
  return new URLSearchParams(
    pairs.map(([name, field]): [string, string] => [String(name), String(JSON.stringify(field))]),
  ).toString();
}

function toMultipart(value: unknown): string {
  const pairs = value !== null && typeof value === 'object' ? Object.entries(value) : [['x', value]];
  return `${pairs.map(([name, field]) => `--b\r\nContent-Disposition: form-data; name="${String(name)}"\r\n\r\n${JSON.stringify(field)}\r\n`).join('')}--b--\r\n`;
}
