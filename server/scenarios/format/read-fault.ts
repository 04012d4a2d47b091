import type { JsonObject } from '../../protocol/records.js';
import type { Provider } from '../../providers/provider.js';
import { tellIssues } from './check-shape.js';
import { findEntry, locate, type Part } from './part.js';
import { list, show } from './problem.js';
import { areWords, findProviderOf } from './read-actions.js';
import { readDurations } from './read-durations.js';
import { checkEventStatus, listEventStatuses } from './read-status.js';
import { needPayment, needProvider, readBeside, readNamedPayment, readValue, type StepPart } from './reading.js';
import type { FaultStep } from './scenario.js';
import { besideSchemas, stepSchemas } from './step-schemas.js';
import { isObject, type ProviderWords } from './vocabulary.js';

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
      const near =
        typeof fault === 'string' ? { near: [fault, known] as const, meant: vocabulary.faults.nearest(fault.slice(0, 64)) } : {};
      problems.add('unknown_fault', at, `unknown fault ${show(fault)}`, { expected: list(known), ...near });
    }
    return undefined;
  }
  const before = problems.count;
  const { payment, spec } = takePayment(step, readDurations(given as JsonObject), beside ?? null);
  checkWhen(step, fault, at);
  const schema = vocabulary.faults.specSchemaOf(fault);
  if (!schema) return undefined;
  // Not every fault can be told of one payment only.
  const whole = payment === null ? spec : { ...spec, when: { ...(isObject(spec.when) ? spec.when : {}), payment } };
  const parsed = schema.safeParse(whole);
  const check = { label: 'fault', keyStart: entry.keyStart, problems, schema, isOpen: true };
  if (!parsed.success) tellIssues(parsed.error.issues, whole, entry.value, check);
  if (problems.count > before || beside === undefined) return undefined;
  const isOptional = readBeside(step, 'optional', besideSchemas.optional) ?? false;
  return { type: 'fault', spec: { ...spec, fault }, payment, isOptional };
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

/** What the fault is restricted to has to be there, and the provider has to be able to have it. */
function checkWhen(step: StepPart, fault: string, at: number): void {
  const { reading } = step;
  const when = findEntry(step.entry.value, 'when')?.value;
  const [provider, status, route] = ['provider', 'status', 'route'].map((key) => findEntry(when, key)?.value);
  const candidates = listCandidates(step, provider);
  const [first] = candidates;
  if (!first) return;
  const kind = reading.vocabulary.faults.kinds[fault];
  if (candidates.every((words) => isBeyond(words.provider, kind?.needs)))
    reading.problems.add('impossible_fault', provider?.start ?? at, `${first.provider.title} cannot have the fault "${fault}"`, {
      expected: kind?.needs === 'signature' ? 'a provider that signs' : 'a provider that sends the browser back',
    });
  if (status?.kind === 'scalar' && typeof status.value === 'string' && !status.value.includes('${')) {
    const { value } = status;
    if (!candidates.some((words) => listEventStatuses(reading, words).includes(value)))
      checkEventStatus(reading, first, value, status.start);
  }
  // Where a route means nothing, the schema says so.
  if (kind?.place === 'api' && route?.kind === 'scalar' && typeof route.value === 'string' && !route.value.includes('${')) {
    const { value } = route;
    const routes = candidates.flatMap((words) => listRoutes(words.provider));
    if (!routes.includes(value))
      reading.problems.add('unknown_route', route.start, `${first.provider.title} has no API call ${show(value)}`, {
        expected: list(routes),
        near: [value, routes],
      });
  }
}

/** Providers that the fault can be about: the named one, else that of its payment, else every one that the file names. */
function listCandidates(step: StepPart, named: Part | undefined): ProviderWords[] {
  const { reading, entry } = step;
  const name = named?.kind === 'scalar' ? named.value : undefined;
  if (named && typeof name === 'string') {
    if (name.includes('${')) return [];
    const words = needProvider(reading, name, named.start);
    return words ? [words] : [];
  }
  const beside = findEntry(step.part, 'payment')?.value ?? findEntry(findEntry(entry.value, 'when')?.value, 'payment')?.value;
  const payment = beside?.kind === 'scalar' && typeof beside.value === 'string' ? beside.value : null;
  const words = payment === null ? null : findProviderOf(step, payment);
  if (words) return [words];
  const known = reading.vocabulary.providers.filter((one) => one === reading.provider || reading.named.has(one.provider.name));
  return known.sort((one, other) => Number(other === reading.provider) - Number(one === reading.provider));
}

function listRoutes({ routes }: Provider): string[] {
  return [...new Set(routes.filter(({ kind }) => kind === 'api').map(({ name }) => name))];
}

function isBeyond({ signatureHeaders, sendsBrowserBack }: Provider, needs: 'signature' | 'redirect' | undefined): boolean {
  return (needs === 'signature' && signatureHeaders.length === 0) || (needs === 'redirect' && !sendsBrowserBack);
}
