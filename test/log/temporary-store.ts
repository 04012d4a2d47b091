import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { toSnapshot } from '../../server/domain/state.js';
import type { EventLog } from '../../server/log/event-log.js';
import { openStore, type Store, type StoreOptions } from '../../server/log/open-store.js';
import type { LogRecord, RecordBody } from '../../server/protocol/records.js';

export const AT_MS = Date.UTC(2026, 0, 31, 12);

/** A real folder that is gone after the test. */
export async function makeFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'paystage-log-')));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export function openAt(dataDir: string | null, options: Partial<StoreOptions> = {}): Promise<Store> {
  return openStore({
    dataDir,
    limits: { maxPayments: 1_000 },
    instance: { pid: process.pid, startedAt: new Date(AT_MS).toISOString() },
    ...options,
  });
}

export function makePayment(number: number, reference = `order ${number}`): RecordBody {
  return {
    type: 'payment.created',
    paymentId: String(number),
    provider: 'secpaid',
    accountId: 'secpaid-default',
    amountMinor: 100 + number,
    currency: 'EUR',
    reference,
    status: 'created',
    outcome: 'open',
    checkoutUrl: null,
    data: { number },
  };
}

export function makeStatusChange(number: number, to = 'paid'): RecordBody {
  return { type: 'payment.status_changed', paymentId: String(number), from: 'created', to, text: to, outcome: 'succeeded' };
}

export function makeNotice(message: string): RecordBody {
  return { type: 'harness.notice', level: 'info', code: 'test', message };
}

export function appendPayments(store: Store, count: number): void {
  for (let index = 0; index < count; index++) store.log.append('default', AT_MS + index, makePayment(store.log.newestSeq + 1));
}

/** The same, each on disk before the next: every record is a group of its own. */
export async function appendPaymentsApart(store: Store, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    appendPayments(store, 1);
    await store.log.durable(store.log.newestSeq);
  }
}

export async function readAll(log: EventLog, afterSeq = 0): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  for await (const lines of log.read(afterSeq)) for (const line of lines) records.push(JSON.parse(line) as LogRecord);
  return records;
}

export async function readSeqs(log: EventLog, afterSeq = 0): Promise<number[]> {
  return (await readAll(log, afterSeq)).map(({ seq }) => seq);
}

export function countUp(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** The state as plain data, so that two of them can be compared. */
export function stateOf(store: Store): unknown {
  return JSON.parse(JSON.stringify(toSnapshot(store.state)));
}
