import type { JsonObject } from '../../protocol/records.js';
import type { Provider } from '../../providers/provider.js';
import { tellIssues } from './check-shape.js';
import { findEntry, locate } from './part.js';
import { list, show } from './problem.js';
import { areWords } from './read-actions.js';
import { readDurations } from './read-durations.js';
import { checkEventStatus } from './read-status.js';
import { needPayment, needProvider, readNamedPayment, readValue, type StepPart } from './reading.js';
import type { FaultStep } from './scenario.js';
import { stepSchemas } from './step-schemas.js';
import { isObject } from './vocabulary.js';

/** `fault: duplicate`, or a map as the control plane takes it, in which a payment goes by its name. */
export function readFault(step: StepPart): FaultStep | undefined {
  const { entry, reading, scope } = step;
  const { problems, vocabulary } = reading;
  scope.checkReferences(entry.value, reading.source, problems);
  const given = readValue(step, stepSchemas.fault);
  const beside = readNamedPayment(step);
  if (!given || !areWords(entry.value, problems)) return undefined;
  const known = Object.keys(vocabulary.faults.kinds);
  const { fault } = given;
  const at = entry.value.kind === 'map' ? locate(entry.value, ['fault']) : entry.value.start;
  if (typeof fault !== 'string' || !known.includes(fault)) {
    if (fault === undefined)
      problems.add('missing_key', entry.keyStart, '"fault" is missing in fault', { expected: list(known) });
    else {
      const near = typeof fault === 'string' ? { near: [fault, known] as const } : {};
      problems.add('unknown_fault', at, `unknown fault ${show(fault)}`, { expected: list(known), ...near });
    }
    return undefined;
  }
  const before = problems.count;
  const { payment, spec } = takePayment(step, readDurations(given as JsonObject), beside ?? null);
  checkWhen(step, fault);
  const schema = vocabulary.faults.specSchemaOf(fault);
  if (!schema) return undefined;
  // Not every fault can be told of one payment only.
  const whole = payment === null ? spec : { ...spec, when: { ...(isObject(spec.when) ? spec.when : {}), payment } };
  const parsed = schema.safeParse(whole);
  const check = { label: 'fault', keyStart: entry.keyStart, problems, schema, isOpen: true };
  if (!parsed.success) tellIssues(parsed.error.issues, whole, entry.value, check);
  if (problems.count > before || beside === undefined) return undefined;
  return { type: 'fault', spec: { ...spec, fault }, payment };
}

/** `when.payment` is the same as `payment` beside the step, unless it refers to an id. */
function takePayment(step: StepPart, spec: JsonObject, beside: string | null): { payment: string | null; spec: JsonObject } {
  const { when } = spec;
  if (!isObject(when) || typeof when.payment !== 'string' || when.payment.includes('${')) return { payment: beside, spec };
  const { payment, ...others } = when;
  const entry = findEntry(findEntry(step.entry.value, 'when')?.value, 'payment');
  const named = needPayment(step, payment, entry?.value.start ?? step.entry.keyStart);
  if (entry && beside !== null)
    step.reading.problems.add('duplicate_key', entry.keyStart, 'the payment is named both in and beside the fault', {
      expected: 'one of them',
    });
  const { when: _when, ...rest } = spec;
  return { payment: named ?? null, spec: Object.keys(others).length === 0 ? rest : { ...rest, when: others } };
}

function checkWhen(step: StepPart, fault: string): void {
  const { reading } = step;
  const when = findEntry(step.entry.value, 'when')?.value;
  const provider = findEntry(when, 'provider')?.value;
  const status = findEntry(when, 'status')?.value;
  const name = provider?.kind === 'scalar' ? provider.value : undefined;
  const words =
    provider && typeof name === 'string' && !name.includes('${') ? needProvider(reading, name, provider.start) : reading.provider;
  const needs = step.reading.vocabulary.faults.kinds[fault]?.needs;
  if (provider && words && isBeyond(words.provider, needs))
    reading.problems.add('invalid_value', provider.start, `${words.provider.title} cannot have the fault "${fault}"`, {
      expected: needs === 'signature' ? 'a provider that signs' : 'a provider that sends the browser back',
    });
  if (status?.kind === 'scalar' && typeof status.value === 'string') checkEventStatus(reading, words, status.value, status.start);
}

function isBeyond({ signatureHeaders, sendsBrowserBack }: Provider, needs: 'signature' | 'redirect' | undefined): boolean {
  return (needs === 'signature' && signatureHeaders.length === 0) || (needs === 'redirect' && !sendsBrowserBack);
}
