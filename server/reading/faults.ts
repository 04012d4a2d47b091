import type { FaultCleared, FaultSet, FaultUsed } from '../protocol/fault-records.js';
import type { JsonValue } from '../protocol/records.js';

/** What a fault gets that is ended by time alone. */
const MAX_TIMES = 1_000;
const FRAME = new Set(['fault', 'when', 'times', 'forMs', 'seed']);

/** `fault “duplicate” is set: copies 2; for payment 50001; 3 times`. */
export function tellFault({ spec }: Pick<FaultSet, 'spec'>): string {
  return `fault “${spec.fault}” is set: ${tellFaultParts(spec)}`;
}

/** What a fault was told beside its name: `copies 2; for payment 50001; 3 times`. */
export function tellFaultParts(spec: FaultSet['spec'], timesLeft = Number(spec.times ?? 1)): string {
  const params = Object.entries(spec).filter(([name]) => !FRAME.has(name));
  const when = Object.entries((spec.when ?? {}) as Record<string, JsonValue>);
  const parts = [
    ...(params.length === 0 ? [] : [params.map(([name, value]) => `${name} ${tellValue(value)}`).join(', ')]),
    ...(when.length === 0 ? [] : [`for ${when.map(([name, value]) => `${name} ${tellValue(value)}`).join(', ')}`]),
    // What ends by time is hardly ever used up.
    ...(spec.forMs !== undefined && spec.times === MAX_TIMES ? [] : [timesLeft === 1 ? 'once' : `${timesLeft} times`]),
    ...(typeof spec.forMs === 'number' ? [`for ${tellTime(spec.forMs)}`] : []),
    ...(spec.seed === undefined || spec.seed === 0 ? [] : [`seed ${tellValue(spec.seed)}`]),
  ];
  return parts.join('; ');
}

/** `fault “duplicate”: The same request was sent 2 times, one after the other.` */
export function tellFaultUse({ fault, sentence }: Pick<FaultUsed, 'fault' | 'sentence'>): string {
  return `fault “${fault}”: ${sentence}`;
}

export function tellFaultEnd({ reason }: Pick<FaultCleared, 'reason'>): string {
  switch (reason) {
    case 'used_up':
      return 'the fault is used up: what comes next is as it should be';
    case 'time_over':
      return 'the time of the fault is over: what comes next is as it should be';
    default:
      return 'the fault is cleared: what comes next is as it should be';
  }
}

function tellTime(ms: number): string {
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000} h`;
  if (ms % 60_000 === 0) return `${ms / 60_000} min`;
  return ms % 1_000 === 0 ? `${ms / 1_000} s` : `${ms} ms`;
}

function tellValue(value: JsonValue): string {
  return Array.isArray(value) ? value.map(tellValue).join(' or ') : String(value);
}
