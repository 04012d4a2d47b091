import { HarnessError } from '../../domain/errors.js';
import { listRecordFields } from '../../domain/record-fields.js';
import { readExpression } from '../../judge/expression.js';
import { findExpression } from '../../judge/match-record.js';
import { expectationNames, expectSchema, type waitSchema } from './expectation-schemas.js';
import { DEFAULT_SETTLE_MS, DEFAULT_WITHIN_MS, MAX_JUDGED_MS } from './limits.js';
import { findEntry, type Part, type PartEntry, toPlain } from './part.js';
import { list, show } from './problem.js';
import { findProviderOf } from './read-actions.js';
import { checkStatus, checkWishedEvent } from './read-status.js';
import { placeOf, type Reading, readNamedPayment, readPayment, readValue, refuseWithin, type StepPart } from './reading.js';
import { hasReference } from './references.js';
import type { Expectation, ExpectStep, WaitStep, WaitUntil } from './scenario.js';
import { stepSchemas } from './step-schemas.js';

/** Keys of `expect` that expect nothing. */
const TIMES = ['within', 'settle'];
/** Those that are about one payment, which must then be there. */
const ABOUT_PAYMENT = ['acknowledged', 'refused', 'redirect', 'status'];

export function readExpect(step: StepPart): ExpectStep | undefined {
  const { entry, reading, scope } = step;
  const { problems } = reading;
  reading.isChecking = true;
  scope.checkReferences(entry.value, reading.source, problems);
  const wish = readValue(step, expectSchema);
  const found = entry.value.kind === 'map' ? entry.value.entries.filter(({ key }) => !TIMES.includes(key)) : [];
  if (entry.value.kind === 'map' && found.length === 0)
    problems.add('nothing_checked', entry.keyStart, 'expect checks nothing', { expected: list(expectationNames) });
  checkParts(step, found);
  if (!reading.hasProbe)
    for (const { key, keyStart } of found)
      if (key === 'acted' || key === 'probe')
        problems.add('probe_missing', keyStart, `"${key}" asks the app's probe, and the file has none`, {
          expected: '"probe" at the top of the file',
        });
  const named = readNamedPayment(step);
  const payment = found.some(({ key }) => ABOUT_PAYMENT.includes(key)) ? readPayment(step) : named;
  if (!wish || payment === undefined) return undefined;
  const expectations: Expectation[] = [];
  for (const { key, keyStart } of found) {
    const place = placeOf(reading, keyStart);
    for (const body of buildExpectations(key, wish, payment ?? '', named ?? null)) expectations.push({ ...body, place });
  }
  const judgedMs = wish.acknowledged && 'within' in wish.acknowledged ? (wish.acknowledged.within ?? 0) : 0;
  const withinMs = wish.within ?? Math.max(DEFAULT_WITHIN_MS, Math.min(MAX_JUDGED_MS, judgedMs));
  return { type: 'expect', withinMs, settleMs: wish.settle ?? DEFAULT_SETTLE_MS, expectations };
}

type Wish = NonNullable<ReturnType<typeof expectSchema.parse>>;
type Body = Expectation extends infer One ? (One extends { place: unknown } ? Omit<One, 'place'> : never) : never;

function buildExpectations(key: string, wish: Wish, payment: string, named: string | null): Body[] {
  switch (key) {
    case 'acknowledged':
      return wish.acknowledged ? [{ type: 'acknowledged', payment, wish: toWish(wish.acknowledged) }] : [];
    case 'refused':
      return wish.refused ? [{ type: 'refused', payment, wish: wish.refused }] : [];
    case 'acted':
      return wish.acted === undefined ? [] : [{ type: 'acted', times: wish.acted }];
    case 'redirect':
      return wish.redirect ? [{ type: 'redirect', payment, wish: wish.redirect }] : [];
    case 'status':
      return wish.status === undefined ? [] : [{ type: 'status', payment, status: wish.status }];
    case 'probe':
      return wish.probe ? [{ type: 'probe', checks: wish.probe }] : [];
    case 'order':
      return wish.order ? [{ type: 'order', payment: named, patterns: wish.order }] : [];
    case 'records':
      return (wish.records ?? []).map(({ match, count }) => ({
        type: 'records',
        payment: named,
        pattern: match,
        count: count ?? null,
      }));
    case 'nothing pending':
      return [{ type: 'nothing_pending' }];
    default:
      return [];
  }
}

export function readWait(step: StepPart): WaitStep | undefined {
  const { entry, reading, scope } = step;
  const { problems } = reading;
  scope.checkReferences(entry.value, reading.source, problems);
  const wish = readValue(step, stepSchemas.wait);
  const found = entry.value.kind === 'map' ? entry.value.entries.filter(({ key }) => key !== 'within') : [];
  const known = ['status', 'acknowledged', 'record', 'redirect', 'idle', 'for'];
  if (entry.value.kind === 'map' && found.length !== 1)
    problems.add(
      found.length === 0 ? 'missing_key' : 'several_steps',
      found[1]?.keyStart ?? entry.keyStart,
      found.length === 0 ? 'wait names nothing to wait for' : `wait names several things: ${list(found.map(({ key }) => key))}`,
      { expected: `one of ${list(known)}` },
    );
  const time = found.find(({ key }) => key === 'for' || key === 'ms');
  if (time) refuseWithin(step, time.key);
  checkParts(step, found);
  const named = readNamedPayment(step);
  const isAboutPayment = found.some(({ key }) => ABOUT_PAYMENT.includes(key));
  const payment = isAboutPayment ? readPayment(step) : named;
  if (!wish || payment === undefined) return undefined;
  const until = buildUntil(wish, payment ?? '', named ?? null);
  return until && { type: 'wait', until, withinMs: ('within' in wish ? wish.within : undefined) ?? DEFAULT_WITHIN_MS };
}

function buildUntil(wish: ReturnType<typeof waitSchema.parse>, payment: string, named: string | null): WaitUntil | undefined {
  const ms = wish.for ?? ('ms' in wish ? wish.ms : undefined);
  if (ms !== undefined) return { type: 'time', ms };
  if (
    !('within' in wish || 'status' in wish || 'acknowledged' in wish || 'record' in wish || 'redirect' in wish || 'idle' in wish)
  )
    return undefined;
  if (wish.status !== undefined) return { type: 'status', payment, status: wish.status };
  if (wish.acknowledged) return { type: 'acknowledged', payment, wish: toWish(wish.acknowledged) };
  if (wish.record) return { type: 'record', payment: named, pattern: wish.record };
  if (wish.redirect) return { type: 'redirect', payment };
  return wish.idle ? { type: 'idle' } : undefined;
}

function toWish(wish: { event?: string | undefined; attempts?: number | undefined; within?: number | undefined }) {
  const { within, ...others } = wish;
  return within === undefined ? others : { ...others, withinMs: within };
}

/** What depends on the provider of the payment and on the types of records. */
function checkParts(step: StepPart, entries: readonly PartEntry[]): void {
  const { reading, scope } = step;
  const beside = findEntry(step.part, 'payment')?.value;
  const name = beside?.kind === 'scalar' && typeof beside.value === 'string' ? beside.value : scope.last;
  const words = name === null ? null : findProviderOf(step, name);
  for (const { key, value } of entries) {
    if (key === 'status' && value.kind === 'scalar' && typeof value.value === 'string')
      checkStatus(reading, words, value.value, value.start);
    else if (key === 'acknowledged' || key === 'refused') {
      checkWishedEvent(reading, words, value);
      const fault = findEntry(value, 'fault')?.value;
      const known = Object.keys(reading.vocabulary.faults.kinds);
      if (fault?.kind === 'scalar' && typeof fault.value === 'string' && !known.includes(fault.value))
        reading.problems.add('unknown_fault', fault.start, `unknown fault ${show(fault.value)}`, {
          expected: list(known),
          near: [fault.value, known],
        });
    } else if (key === 'record') checkPattern(step, value);
    else if (key === 'order' && value.kind === 'list') for (const item of value.items) checkPattern(step, item);
    else if (key === 'records')
      for (const item of value.kind === 'list' ? value.items : [value]) checkPattern(step, findEntry(item, 'match')?.value);
  }
}

function checkPattern({ reading }: StepPart, pattern: Part | undefined): void {
  const type = findEntry(pattern, 'type')?.value;
  const named = type?.kind === 'scalar' ? type.value : undefined;
  const fields = listRecordFields(named);
  for (const { key, keyStart, value } of pattern?.kind === 'map' ? pattern.entries : []) {
    const [field = ''] = key.split('.', 1);
    checkExpression(reading, key, value);
    if (!fields.includes(field))
      reading.problems.add('unknown_record_field', keyStart, `no such record has a field ${show(field)}`, {
        expected: list(fields),
        near: [field, fields],
      });
  }
  if (type?.kind !== 'scalar' || typeof type.value !== 'string') return;
  const known = reading.vocabulary.recordTypes;
  if (!known.includes(type.value))
    reading.problems.add('unknown_record_type', type.start, `there are no records of type ${show(type.value)}`, {
      expected: list(known),
      near: [type.value, known],
    });
}

function checkExpression({ problems }: Reading, field: string, wanted: Part): void {
  const source = findExpression(toPlain(wanted));
  // What is filled in is looked at when the scenario is played.
  if (source === null || hasReference(source)) return;
  try {
    readExpression(source, field);
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    problems.add(
      'invalid_expression',
      findEntry(wanted, 'matches')?.value.start ?? wanted.start,
      error.message.replace(/\.$/, ''),
    );
  }
}
