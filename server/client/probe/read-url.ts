import { sayDuration } from '../../domain/duration.js';
import { HarnessError } from '../../domain/errors.js';
import { hideCredentials } from '../../domain/url-credentials.js';
import type { JsonValue } from '../../protocol/records.js';
import type { AppCall } from '../app-call.js';
import { requestApp } from '../request-app.js';
import { readBounded } from './read-bounded.js';

/** GETs JSON. A 404 is an answer of its own kind: the app knows no such order, so it did not act. @throws HarnessError `probe_failed`. */
export async function readUrl(
  url: string,
  headers: Readonly<Record<string, string>>,
  timeoutMs: number,
  { signal, lookup }: AppCall = {},
): Promise<JsonValue> {
  const refuse = (why: string, cause?: unknown) =>
    new HarnessError('probe_failed', `The probe ${hideCredentials(url)} ${why}.`, {
      hint: 'A probe answers GET with JSON such as {"paid":true,"count":1}.',
      exitCode: 2,
      cause,
    });
  const late = AbortSignal.timeout(timeoutMs);
  let text: string;
  let status: number;
  try {
    const reply = await requestApp(url, {
      headers: { accept: 'application/json', ...headers },
      lookup,
      signal: signal ? AbortSignal.any([late, signal]) : late,
    });
    status = reply.statusCode;
    text = await readBounded(reply.body);
  } catch (error) {
    // Asked here, so that it lives until then: Node may lose a timer that is only part of another signal (nodejs/node#57736).
    const isLate = late.aborted && !signal?.aborted;
    const why = error instanceof Error ? error.message : String(error);
    throw refuse(isLate ? `did not answer within ${sayDuration(timeoutMs)}` : `could not be asked (${why})`, error);
  }
  if (status === 404) return { paid: false, count: 0 };
  if (status < 200 || status > 299) throw refuse(`answered ${status}`);
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    throw refuse(`answered ${status} with something that is no JSON`);
  }
}
