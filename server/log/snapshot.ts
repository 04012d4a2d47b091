import { Low } from 'lowdb';
import { HEAD_LENGTH, type StoredBlock } from '../domain/packed-block.js';
import type { StateSnapshot } from '../domain/state.js';
import { DurableJsonFile } from './durable-json-file.js';
import type { FileSystem } from './file-system.js';
import type { Upgrades } from './format-version.js';
import { isPackedText } from './packer.js';
import { findListFault, findShapeFault, type Shape, typeOf } from './shape.js';

/** What db.json holds: the journal up to `seq`, compacted. */
export interface SnapshotData {
  version: number;
  logId: string;
  seq: number;
  /** Where in the journal file the record after `seq` begins; only a hint that is checked before it is trusted. */
  journalOffset: number;
  state: StateSnapshot;
}

/** 2: payments that are over may be packed; a version that does not know that would lose them. */
const SNAPSHOT_VERSION = 2;
const UPGRADES: Upgrades = new Map([[1, (data) => data]]);

/**
 * db.json, through lowdb. Written when the harness closes and when the journal is rotated, not in between: the journal alone already brings
 * everything back. Packed payments are written as they are and only unpacked when somebody asks for them.
 */
export class SnapshotFile {
  readonly #low: Low<SnapshotData | null>;
  #ready: Promise<unknown> = Promise.resolve();

  constructor(fs: FileSystem, path: string) {
    const adapter = new DurableJsonFile<SnapshotData>({
      fs,
      path,
      upgrades: UPGRADES,
      version: SNAPSHOT_VERSION,
      findFault: findSnapshotFault,
      beforeReplace: () => this.#ready,
    });
    this.#low = new Low<SnapshotData | null>(
      { read: () => adapter.read(), write: async (data) => (data === null ? undefined : adapter.write(data)) },
      null,
    );
  }

  /** @returns null when there is no file. @throws DamagedData; HarnessError `data_too_new`. */
  async read(): Promise<SnapshotData | null> {
    await this.#low.read();
    const { data } = this.#low;
    // Not held on to: the state made of it lives on and changes.
    this.#low.data = null;
    return data;
  }

  /**
   * The content is fixed when the call returns; the file takes its new place only after `ready`, so that it is never ahead of the
   * journal. @throws the operating system's error, or what `ready` was rejected with.
   */
  async write(content: Omit<SnapshotData, 'version'>, ready: Promise<unknown> = Promise.resolve()): Promise<void> {
    this.#ready = ready;
    this.#low.data = { version: SNAPSHOT_VERSION, ...content };
    const written = this.#low.write();
    this.#low.data = null;
    await written;
  }
}

const PAYMENT: Shape = {
  id: 'string',
  provider: 'string',
  accountId: 'string',
  lane: 'string',
  amountMinor: 'number',
  currency: 'string',
  reference: 'string',
  status: 'string',
  outcome: 'string',
  checkoutUrl: 'string|null',
  data: 'object',
  createdAtMs: 'number',
  updatedAtMs: 'number',
  history: 'array',
  timers: 'object',
  eventIds: 'array',
  redirects: 'array',
};
const EVENT: Shape = {
  id: 'string',
  paymentId: 'string',
  status: 'string',
  contentType: 'string',
  body: 'string',
  plainBody: 'string?',
  atMs: 'number',
  seq: 'number',
  deliveryIds: 'array',
};
const DELIVERY: Shape = {
  id: 'string',
  eventId: 'string',
  paymentId: 'string',
  endpoint: 'string',
  status: 'string',
  nextAttemptAtMs: 'number|null',
  attempts: 'array',
};
const BLOCK: Shape = { heads: 'array', payments: 'string', exchanges: 'string', range: 'array' };
const HOLD: Shape = {
  id: 'string',
  lane: 'string',
  target: 'string',
  paymentId: 'string|null',
  countLeft: 'number|null',
  setAtMs: 'number',
};
const FAULT: Shape = { id: 'string', lane: 'string', spec: 'object', setAtMs: 'number', uses: 'number' };
const KEPT_BACK: Shape = { deliveryId: 'string', waits: 'array' };

function findSnapshotFault(data: Record<string, unknown>): string | null {
  const fault = findShapeFault(data, { logId: 'string', seq: 'number', journalOffset: 'number', state: 'object' }, 'db');
  if (fault !== null) return fault;
  if (!isCount(data.seq) || !isCount(data.journalOffset)) return 'db.seq or db.journalOffset is not a whole number from 0';
  const state = data.state as Record<string, unknown>;
  return (
    findShapeFault(state, { highestNumber: 'array', evictedCount: 'number' }, 'state') ??
    findListFault(state.payments, PAYMENT, 'state.payments') ??
    findListFault(state.events, EVENT, 'state.events') ??
    findListFault(state.deliveries, DELIVERY, 'state.deliveries') ??
    findListFault(state.packed ?? [], BLOCK, 'state.packed') ??
    findPackedFault((state.packed ?? []) as StoredBlock[]) ??
    findTextsFault(state.order ?? [], 'state.order') ??
    // Snapshots from before there were holds and faults have none.
    findListFault(state.holds ?? [], HOLD, 'state.holds') ??
    findListFault(state.faults ?? [], FAULT, 'state.faults') ??
    findListFault(state.keptBack ?? [], KEPT_BACK, 'state.keptBack')
  );
}

function findPackedFault(blocks: readonly StoredBlock[]): string | null {
  for (const [index, { heads, payments, exchanges, range }] of blocks.entries()) {
    const where = `state.packed[${index}]`;
    if (!isPackedText(payments) || !isPackedText(exchanges)) return `${where}: the checksum does not fit`;
    if (range.length !== 2 || !range.every(Number.isFinite)) return `${where}.range is not two numbers`;
    for (const [slot, head] of heads.entries()) {
      if (head === null) continue;
      const fault = findTextsFault(head, `${where}.heads[${slot}]`);
      if (fault !== null) return fault;
      if (head.length !== HEAD_LENGTH) return `${where}.heads[${slot}] has ${head.length} entries, not ${HEAD_LENGTH}`;
    }
  }
  return null;
}

function findTextsFault(value: unknown, where: string): string | null {
  if (!Array.isArray(value)) return `${where} is ${typeOf(value)}, not a list`;
  const index = value.findIndex((entry) => typeof entry !== 'string');
  return index === -1 ? null : `${where}[${index}] is ${typeOf(value[index])}, not string`;
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
