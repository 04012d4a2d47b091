import { HarnessError } from '../domain/errors.js';
import type { JsonValue } from '../protocol/records.js';
import type { ApiReply, ApiRequest } from '../providers/api-client.js';
import { requestApp } from './request-app.js';

/** Real ms; a fault may let a call wait. */
const CALL_TIMEOUT_MS = 60_000;

/** Calls a provider's API below its base URL, as an app's server does. @throws HarnessError `provider_unreachable` when no answer comes. */
export async function callProvider(baseUrl: string, { method, path, headers, body }: ApiRequest): Promise<ApiReply> {
  try {
    const reply = await requestApp(baseUrl + path, {
      method,
      headers: [...headers.flat(), ...(body === undefined ? [] : ['content-type', 'application/json'])],
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
      // A kept socket would hold up whoever wants to end.
      reset: true,
    });
    const text = await reply.body.text();
    const named = Object.entries(reply.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]);
    return { status: reply.statusCode, headers: Object.fromEntries(named), value: readJson(text), text };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HarnessError('provider_unreachable', `${method} ${path} got no answer: ${why}.`, {
      hint: 'That is what an app sees when the connection is dropped or nothing answers in time.',
      cause,
    });
  }
}

function readJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
