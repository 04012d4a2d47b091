import { canParseUrl } from '../../domain/can-parse-url.js';
import { hideCredentialsOfUrls } from '../../domain/url-credentials.js';
import { DEFAULT_CALL_MS, DEFAULT_CLOCK_MS } from './limits.js';
import { findEntry } from './part.js';
import { declareCaptures, declareVariable } from './read-payments.js';
import { readNamedPayment, readValue, refuseWithin, type StepPart } from './reading.js';
import type { CallStep, ClockStep, HoldStep, ReleaseStep, SetStep } from './scenario.js';
import { stepSchemas } from './step-schemas.js';

export function readClock(step: StepPart): ClockStep | undefined {
  const { entry, reading } = step;
  const wish = readValue(step, stepSchemas.clock);
  if (!wish) return undefined;
  const { within = DEFAULT_CLOCK_MS, ...changes } = wish;
  // In less than a ms the stage moves nothing.
  const withinMs = Math.ceil(within);
  const names = Object.keys(changes);
  if (names.length !== 1) {
    const problem = names.length === 0 ? 'clock names no change' : `clock names several changes: ${names.join(', ')}`;
    reading.problems.add(names.length === 0 ? 'missing_key' : 'several_steps', entry.keyStart, problem, {
      expected: 'one of advance, jump, to, freeze, speed',
    });
    return undefined;
  }
  if (wish.freeze !== undefined || wish.speed !== undefined) refuseWithin(step, names[0] ?? '');
  if (wish.advance !== undefined) return { type: 'clock', change: { type: 'advance', ms: wish.advance }, withinMs };
  if (wish.jump !== undefined) return { type: 'clock', change: { type: 'jump', to: wish.jump }, withinMs };
  if (wish.to !== undefined) return { type: 'clock', change: { type: 'move', to: new Date(wish.to).toISOString() }, withinMs };
  return { type: 'clock', change: { type: 'speed', speed: wish.freeze ? 0 : (wish.speed ?? 1) }, withinMs };
}

export function readHold(step: StepPart): HoldStep | undefined {
  const wish = readValue(step, stepSchemas.hold);
  const payment = readNamedPayment(step);
  if (!wish || payment === undefined) return undefined;
  const { webhook = 0, redirect = 0 } = wish;
  return { type: 'hold', webhooks: webhook, redirects: redirect, payment };
}

export function readRelease(step: StepPart): ReleaseStep | undefined {
  const what = readValue(step, stepSchemas.release);
  return what && { type: 'release', what };
}

export function readCall(step: StepPart): CallStep | undefined {
  const { entry, reading, scope } = step;
  const { problems } = reading;
  if (findEntry(entry.value, 'expect')) reading.isChecking = true;
  scope.checkReferences(entry.value, reading.source, problems);
  const wish = readValue(step, stepSchemas.call);
  declareCaptures(step, findEntry(entry.value, 'capture'));
  const url = findEntry(entry.value, 'url')?.value;
  const body = findEntry(entry.value, 'body');
  if (body && findEntry(entry.value, 'json'))
    problems.add('several_steps', body.keyStart, 'call has both "json" and "body"', { expected: 'one of them' });
  if (!wish || !url) return undefined;
  if (!isUrl(wish.url)) {
    problems.add('invalid_value', url.start, `call.url is ${JSON.stringify(hideCredentialsOfUrls(wish.url).slice(0, 60))}`, {
      expected: 'an absolute address that begins with http:// or https://',
    });
    return undefined;
  }
  const { json, body: text, expect } = wish;
  const hasBody = json !== undefined || text !== undefined;
  return {
    type: 'call',
    method: (wish.method ?? (hasBody ? 'POST' : 'GET')).toUpperCase(),
    url: wish.url,
    headers: wish.headers ?? {},
    body: json !== undefined ? { kind: 'json', value: json } : text !== undefined ? { kind: 'text', text } : null,
    expect: expect ? { status: expect.status ?? null, json: expect.json ?? [], text: expect.text ?? null } : null,
    capture: wish.capture ?? {},
    withinMs: wish.within ?? DEFAULT_CALL_MS,
  };
}

export function readSet(step: StepPart): SetStep | undefined {
  const { entry, reading, scope } = step;
  const wish = readValue(step, stepSchemas.set);
  if (entry.value.kind === 'map')
    for (const { key, keyStart, value } of entry.value.entries) {
      scope.checkReferences(value, reading.source, reading.problems);
      declareVariable(step, key, keyStart);
    }
  return wish && { type: 'set', variables: Object.entries(wish).map(([name, value]) => ({ name, value })) };
}

/** True for an absolute address, or one whose beginning is still to be filled in. */
export function isUrl(url: string): boolean {
  return url.startsWith('${') || (/^https?:\/\/[^/?#\s]/i.test(url) && (url.includes('${') || canParseUrl(url)));
}
