import type { CheckEvidence } from '../../protocol/check-records.js';
import type { RecordHead, ResendFinished } from '../../protocol/records.js';

/** One request of a check and what the app answered. */
export interface Sent {
  /** What it is, in a few words: `one digit of famt changed`. */
  name: string;
  seq: number;
  code: ResendFinished['code'];
  /** Null when nothing was answered. */
  status: number | null;
  /** True when the provider would take it for an acknowledgement. */
  isAcknowledged: boolean;
  /** A 2xx: what a sender takes for yes. Not the same as acknowledged where only one status is. */
  isTaken: boolean;
  /** Nothing about it was bent: a correct receiver acknowledges it. */
  isGenuine: boolean;
  /** A 4xx: refused on purpose. */
  isRefused: boolean;
  /** The connection was cut on purpose. */
  isCut: boolean;
  /** Lane time, epoch ms. */
  startedAtMs: number;
  latencyMs: number;
  /** So much of it, at most, is not the app's: this process, or the whole machine, was busy meanwhile. */
  oursMs: number;
  /** Text of the reply, as far as it was kept. */
  reply: string;
  replyHeaders: readonly (readonly [string, string])[];
}

export function readSent(name: string, isGenuine: boolean, record: RecordHead & ResendFinished, oursMs: number): Sent {
  const status = record.response?.status ?? null;
  return {
    name,
    seq: record.seq,
    code: record.code,
    status,
    isAcknowledged: record.code === 'acknowledged',
    isTaken: status !== null && status >= 200 && status < 300,
    isGenuine,
    isRefused: status !== null && status >= 400 && status < 500,
    isCut: record.cutAfterBytes !== undefined,
    startedAtMs: Date.parse(record.at) - record.latencyMs,
    latencyMs: record.latencyMs,
    oursMs: Math.min(oursMs, record.latencyMs),
    reply: record.response?.body?.text ?? '',
    replyHeaders: record.response?.headers ?? [],
  };
}

/** What the app took, at least. */
export function takesAtLeast({ latencyMs, oursMs }: Pick<Sent, 'latencyMs' | 'oursMs'>): number {
  return latencyMs - oursMs;
}

/** It took longer than this, and whether the app did cannot be told. */
export function isBlurred(sent: Pick<Sent, 'latencyMs' | 'oursMs'>, limitMs: number): boolean {
  return sent.latencyMs > limitMs && takesAtLeast(sent) <= limitMs;
}

/** `401`, `no answer (timeout)`. */
export function sayAnswer({ status, code }: Sent): string {
  return status === null ? `no answer (${code})` : String(status);
}

export function tellSent(sent: Sent, expected: string, isMet: boolean | null): CheckEvidence {
  return { name: sent.name, seq: sent.seq, expected, seen: sayAnswer(sent), isMet };
}
