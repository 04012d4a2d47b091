import type { IncomingMessage } from 'node:http';
import { Busboy } from '@fastify/busboy';
import type Koa from 'koa';
import parseBody from 'koa-bodyparser';
import type { JsonValue } from '../protocol/records.js';
import type { RequestBody } from '../providers/provider.js';

/** Largest request body, in bytes. Both providers' bodies are a few kilobytes. */
const MAX_BODY_BYTES = 1_048_576;
/** Deepest nesting kept: `JSON.parse` takes a million levels, but `JSON.stringify` fails at a few thousand. */
const MAX_DEPTH = 64;
const MAX_MULTIPART_FIELDS = 200;

/** What the body was, for the route, and its bytes as text, for the log. */
export interface ReceivedBody {
  body: RequestBody;
  text: string;
}

interface BodyState {
  bodyError?: { status: number; message: string; body?: string; limit?: number };
}

/**
 * Reads JSON and urlencoded bodies; a body that cannot be read is remembered, so that each route answers in its own error shape.
 * @param takesLarge true for a request whose body may be twice as large as any other: it carries one inside, and base64 makes a third more of it.
 */
export function createBodyParser(takesLarge: (method: string, path: string) => boolean): Koa.Middleware {
  const [ordinary, large] = [createLimitedParser('1mb'), createLimitedParser('2mb')];
  return (ctx, next) => (takesLarge(ctx.method, ctx.path) ? large(ctx, next) : ordinary(ctx, next));
}

function createLimitedParser(limit: string): Koa.Middleware {
  return parseBody({
    enableTypes: ['json', 'form'],
    jsonLimit: limit,
    formLimit: limit,
    // Form names stay flat ("recipients[0][token]"): what brackets mean is the provider's business.
    ...{ qs: { parse: (text: string) => toFields(new URLSearchParams(text)) } },
    onerror(error, ctx) {
      (ctx.state as BodyState).bodyError = error as unknown as NonNullable<BodyState['bodyError']>;
    },
  }) as unknown as Koa.Middleware;
}

/** The request's body after `createBodyParser` has run; reads multipart text fields by itself. Never throws for what the caller sent. */
export async function receiveBody(ctx: Koa.Context): Promise<ReceivedBody> {
  const error = (ctx.state as BodyState).bodyError;
  if (error) {
    // The parser stops where it gave up; what is left unread would hold up the next request on this connection.
    ctx.req.unpipe();
    ctx.req.resume();
    return { body: toProblem(error), text: typeof error.body === 'string' ? error.body : '' };
  }
  if (ctx.is('multipart/form-data')) return receiveMultipart(ctx.req);
  const text = (ctx.request.rawBody as string | undefined) ?? '';
  if (text === '') {
    const hasLength = Number(ctx.request.headers['content-length'] ?? 0) > 0;
    const hasBytes = hasLength || ctx.request.headers['transfer-encoding'] !== undefined;
    // With a length and no text, the parser did not know the type: it is stricter than `is` about parameters.
    const isEmpty = !hasLength && (ctx.is('json') || ctx.is('urlencoded'));
    if (!hasBytes || isEmpty) return { body: { kind: 'none' }, text };
    return {
      body: problem('unsupported_type', `Content-Type ${ctx.get('Content-Type') || '(none)'} is not supported`),
      text,
    };
  }
  if (ctx.is('urlencoded')) return { body: { kind: 'form', fields: ctx.request.body as Record<string, string> }, text };
  const value = ctx.request.body as JsonValue;
  if (depthOf(value) > MAX_DEPTH) return { body: problem('too_deep', `nested deeper than ${MAX_DEPTH} levels`), text: '' };
  return { body: { kind: 'json', value }, text };
}

function toProblem(error: NonNullable<BodyState['bodyError']>): RequestBody {
  if (error.status === 413) return problem('too_large', `the body is larger than ${error.limit ?? MAX_BODY_BYTES} bytes`);
  if (error.status === 415) return problem('unsupported_type', error.message);
  if (/prototype/i.test(error.message)) return problem('forbidden_key', 'the body has a key such as "__proto__"');
  return problem('malformed', error.message);
}

function problem(kind: Extract<RequestBody, { kind: 'problem' }>['problem'], message: string): RequestBody {
  return { kind: 'problem', problem: kind, message };
}

function toFields(pairs: Iterable<[string, string]>): Record<string, string> {
  const fields: Record<string, string> = Object.create(null);
  for (const [name, value] of pairs) fields[name] = value;
  return fields;
}

/** Levels of nesting, without recursion: a body of brackets must not exhaust the stack. */
function depthOf(value: JsonValue): number {
  let depth = 0;
  let level: JsonValue[] = [value];
  while (level.length > 0 && depth <= MAX_DEPTH) {
    level = level.flatMap((item) => (item !== null && typeof item === 'object' ? Object.values(item) : []));
    if (level.length > 0) depth++;
  }
  return depth;
}

function receiveMultipart(request: IncomingMessage): Promise<ReceivedBody> {
  return new Promise((resolve) => {
    const pairs: [string, string][] = [];
    let sizeBytes = 0;
    let isDone = false;
    const count = (chunk: Buffer) => {
      sizeBytes += chunk.length;
      if (sizeBytes > MAX_BODY_BYTES) finish(problem('too_large', `the body is larger than ${MAX_BODY_BYTES} bytes`));
    };
    const finish = (body: RequestBody) => {
      // Whoever sends too much goes on sending: what was read, made into text once more for each chunk, would keep everybody waiting.
      if (isDone) return;
      isDone = true;
      request.off('data', count);
      request.unpipe();
      request.resume();
      resolve({ body, text: new URLSearchParams(pairs).toString() });
    };
    try {
      const parser = new Busboy({
        headers: { ...request.headers, 'content-type': request.headers['content-type'] ?? '' },
        limits: { fieldSize: MAX_BODY_BYTES, fields: MAX_MULTIPART_FIELDS, files: 0 },
      });
      parser.on('field', (name, value) => pairs.push([name, value]));
      parser.on('fieldsLimit', () => finish(problem('too_large', `the form has more than ${MAX_MULTIPART_FIELDS} fields`)));
      parser.on('finish', () => finish({ kind: 'form', fields: toFields(pairs) }));
      parser.on('error', (error) => finish(problem('malformed', error instanceof Error ? error.message : String(error))));
      request.on('data', count);
      request.on('aborted', () => finish(problem('malformed', 'the request broke off')));
      request.pipe(parser);
    } catch (error) {
      finish(problem('malformed', error instanceof Error ? error.message : String(error)));
    }
  });
}
