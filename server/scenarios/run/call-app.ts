import { readJsonPath } from '../../client/probe/json-path.js';
import { readBounded } from '../../client/probe/read-bounded.js';
import { requestApp } from '../../client/request-app.js';
import { sayDuration } from '../../domain/duration.js';
import { HarnessError } from '../../domain/errors.js';
import type { Judgement } from '../../judge/judgement.js';
import { isEqualJson } from '../../judge/match-record.js';
import type { JsonValue } from '../../protocol/records.js';
import type { CallStep } from '../format/scenario.js';
import { readReply } from './read-reply.js';
import type { Scope } from './scope.js';

/** Longer answers are cut for what is told about them. */
const MAX_TOLD_CHARS = 300;

/**
 * Calls an address of the app. @returns what was expected of the answer and what came; no answer of an app that is there is a verdict, too.
 * @throws HarnessError `call_failed`, `nothing_captured`.
 */
export async function callApp(step: CallStep, scope: Scope): Promise<Judgement[]> {
  const url = scope.text(step.url);
  const reply = await send(step, url, scope);
  if ('unanswered' in reply) {
    const wanted = step.expect?.status;
    const expected = `${step.method} ${url} answers${typeof wanted === 'number' ? ` ${wanted}` : ''} within ${sayDuration(step.withinMs)}`;
    return [{ isMet: false, expected, seen: reply.unanswered, nearest: null }];
  }
  const judgements = judgeAnswer(step, `${step.method} ${url}`, reply, scope);
  // An answer that is not the wanted one need not have what a good one has.
  if (judgements.every(({ isMet }) => isMet)) captureFrom(step, reply, scope);
  return judgements;
}

function judgeAnswer({ expect }: CallStep, called: string, { status, text, value }: Answer, scope: Scope): Judgement[] {
  if (!expect) return [];
  const judge = (isMet: boolean, expected: string, seen: string): Judgement => ({ isMet, expected, seen, nearest: null });
  return [
    ...(expect.status === null
      ? []
      : [judge(status === expect.status, `${called} answers ${expect.status}`, sayAnswer(status, text, expect.status))]),
    ...expect.json.map(({ path, value: wish }) => {
      const wanted = scope.value(wish);
      const found = value === undefined ? undefined : readJsonPath(value, path);
      const seen = found === undefined ? `nothing there: ${text.slice(0, MAX_TOLD_CHARS)}` : JSON.stringify(found);
      return judge(found !== undefined && isEqualJson(found, wanted), `${path} is ${JSON.stringify(wanted)}`, seen);
    }),
    ...(expect.text === null ? [] : judgeText(scope.text(expect.text), text, judge)),
  ];
}

/** What an app says about its own mistake is the shortest way to it. */
function sayAnswer(status: number, text: string, wanted: number): string {
  const said = status === wanted ? '' : text.trim().slice(0, MAX_TOLD_CHARS);
  return said === '' ? `answered ${status}` : `answered ${status}: ${said}`;
}

function judgeText(
  wanted: string,
  text: string,
  judge: (isMet: boolean, expected: string, seen: string) => Judgement,
): Judgement[] {
  return [judge(text.includes(wanted), `the answer contains "${wanted}"`, text.slice(0, MAX_TOLD_CHARS))];
}

function captureFrom({ capture }: CallStep, { text, value }: Answer, scope: Scope): void {
  for (const [name, path] of Object.entries(capture)) {
    const found = value === undefined ? undefined : readJsonPath(value, path);
    if (found === undefined)
      throw new HarnessError('nothing_captured', `There is nothing at ${path} in the answer: ${text.slice(0, MAX_TOLD_CHARS)}`);
    scope.setVariable(name, found);
  }
}

interface Answer {
  status: number;
  text: string;
  value: JsonValue | undefined;
}

async function send(step: CallStep, url: string, scope: Scope): Promise<Answer | { unanswered: string }> {
  const headers = Object.fromEntries(
    Object.entries(step.headers).map(([name, value]) => [name.toLowerCase(), scope.text(value)]),
  );
  const { body } = step;
  const sent = body === null ? undefined : body.kind === 'json' ? JSON.stringify(scope.value(body.value)) : scope.text(body.text);
  if (body?.kind === 'json') headers['content-type'] ??= 'application/json';
  try {
    const reply = await requestApp(url, {
      method: step.method as 'GET',
      headers,
      ...(sent === undefined ? {} : { body: sent }),
      signal: AbortSignal.timeout(step.withinMs),
      reset: true,
    });
    const text = await readBounded(reply.body);
    return { status: reply.statusCode, text, value: readReply(text, String(reply.headers['content-type'] ?? '')) };
  } catch (cause) {
    const isLate = cause instanceof Error && cause.name === 'TimeoutError';
    const why = isLate ? `no answer within ${sayDuration(step.withinMs)}` : String(cause);
    if (step.expect && (isLate || isCutOff(cause)))
      return { unanswered: isLate ? why : 'the connection was closed without an answer' };
    throw new HarnessError('call_failed', `${step.method} ${url} failed: ${why}.`, {
      hint: 'See that the app runs and listens there.',
      cause,
    });
  }
}

/** The app took the call and hung up. Whoever is not there at all cannot be judged. */
function isCutOff(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET';
}
