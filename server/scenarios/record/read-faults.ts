import type { FaultSet, FaultUsed } from '../../protocol/fault-records.js';
import type { JsonObject, LogRecord, RecordHead } from '../../protocol/records.js';
import { isObject } from './read-body.js';
import type { RecordedStep, RecordingParts } from './recording.js';
import type { Variables } from './variables.js';

type Used = RecordHead & FaultUsed;
type SetFault = RecordHead & FaultSet;

export interface ReadFaults {
  steps: readonly RecordedStep[];
  notes: readonly string[];
  /** Some of them were meant for this payment and no other. */
  isBound: boolean;
}

/** Faults that took effect on the payment, each as often as it did. `as`: what the payment is called. */
export function readFaults({ records, laneRecords, payment }: RecordingParts, variables: Variables, as: string): ReadFaults {
  const used = [
    ...records.filter((record): record is Used => record.type === 'fault.used'),
    ...findCollections(records, laneRecords),
  ];
  const created = records.find(({ type }) => type === 'payment.created')?.seq ?? 0;
  const steps: RecordedStep[] = [];
  const notes: string[] = [];
  let isBound = false;
  for (const faultId of new Set(used.map((one) => one.faultId))) {
    const uses = used.filter((one) => one.faultId === faultId);
    const name = uses[0]?.fault ?? '';
    const set = laneRecords.find((record): record is SetFault => record.type === 'fault.set' && record.faultId === faultId);
    if (uses.some(({ route }) => route !== undefined)) continue;
    if (!set) notes.push(`The fault ${name} is left out: how it was set is no longer in the log.`);
    else {
      const collected = uses.some(({ paymentId }) => paymentId === null) ? countAttempts(records, name) : null;
      if (collected === 1) {
        notes.push(`The fault ${name} is left out: it collected one webhook of this payment, and the others were of others.`);
        continue;
      }
      const { spec, isOnlyThis } = buildSpec(set.spec, uses, payment.id, variables);
      // With webhooks of this payment alone it would never be complete, and wait.
      if (collected !== null) spec.size = Math.max(2, Math.ceil(collected / uses.length));
      // Before there is a payment, nothing can be told of it.
      const bind = isOnlyThis && set.seq > created;
      isBound ||= bind;
      steps.push({ seq: set.seq, step: { fault: spec, ...(bind ? { payment: as } : {}) } });
    }
  }
  const onCalls = records.flatMap((record) => (record.type === 'api.called' ? (record.faults ?? []) : []));
  for (const name of new Set(onCalls)) notes.push(tellCallFault(name));
  return { steps, notes, isBound };
}

/** A burst is of no payment: those in which webhooks of this one were. */
function findCollections(records: readonly LogRecord[], laneRecords: readonly LogRecord[]): Used[] {
  const names = listFaults(records);
  const [from, to] = [records[0]?.seq ?? 0, records.at(-1)?.seq ?? 0];
  return laneRecords.filter(
    (record): record is Used =>
      record.type === 'fault.used' &&
      record.paymentId === null &&
      record.route === undefined &&
      names.includes(record.fault) &&
      record.seq > from &&
      record.seq < to,
  );
}

function countAttempts(records: readonly LogRecord[], fault: string): number {
  return records.filter((record) => record.type === 'attempt.finished' && record.faults?.includes(fault)).length;
}

function tellCallFault(name: string): string {
  return `The fault ${name} is left out: it made a call of your app go wrong, and the scenario makes that call itself.`;
}

function buildSpec(
  { fault, when, times: _times, seed, forMs: _forMs, ...parameters }: SetFault['spec'],
  uses: readonly Used[],
  paymentId: string,
  variables: Variables,
): { spec: JsonObject; isOnlyThis: boolean } {
  const times = uses.filter(({ isFurther }) => !isFurther).length;
  const { payment, provider: _provider, endpoint, ...others } = isObject(when) ? when : {};
  // An address is another one wherever the file is run.
  const where: JsonObject =
    typeof endpoint === 'string' && !/:\d/.test(endpoint) ? { endpoint: variables.cleanText(endpoint, 'endpoint') } : {};
  const rest: JsonObject = { ...others, ...where };
  return {
    spec: {
      fault,
      ...parameters,
      ...(Object.keys(rest).length === 0 ? {} : { when: rest }),
      ...(times > 1 ? { times } : {}),
      ...(seed === undefined || seed === 0 ? {} : { seed }),
    },
    isOnlyThis: payment === paymentId,
  };
}

/** Names of the faults that took effect on an attempt of the payment. */
export function listFaults(records: readonly LogRecord[]): string[] {
  return [...new Set(records.flatMap((record) => (record.type === 'attempt.finished' ? (record.faults ?? []) : [])))];
}
