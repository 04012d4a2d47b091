import { Low } from 'lowdb';
import { HEAD_LENGTH, type StoredBlock } from '../domain/packed-block.js';
import type { StateSnapshot } from '../domain/state.js';
import { DurableJsonFile } from './durable-json-file.js';
import type { FileSystem } from './file-system.js';
import type { Upgrades } from './format-version.js';
import { isPackedText } from './packer.js';
import { findShapeFault, listOf, nullOr, optional, type Shape, shapeOf, tupleOf, valuesOf } from './shape.js';

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
  readonly #file: DurableJsonFile<SnapshotData>;
  readonly #low: Low<SnapshotData | null>;
  #ready: Promise<unknown> = Promise.resolve();

  constructor(fs: FileSystem, path: string) {
    this.#file = new DurableJsonFile<SnapshotData>({
      fs,
      path,
      upgrades: UPGRADES,
      version: SNAPSHOT_VERSION,
      findFault: findSnapshotFault,
      beforeReplace: () => this.#ready,
    });
    this.#low = new Low<SnapshotData | null>(
      { read: () => this.#file.read(), write: async (data) => (data === null ? undefined : this.#file.write(data)) },
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

  /** @see DurableJsonFile.keepFormer */
  keepFormer(): Promise<void> {
    return this.#file.keepFormer();
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

const STEP: Shape = { status: 'string', text: 'string', atMs: 'number', seq: 'number' };
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
  history: listOf(STEP),
  timers: valuesOf('number'),
  eventIds: listOf('string'),
  redirects: listOf({ location: 'string', atMs: 'number' }),
  silence: optional({ faultId: 'string', fault: 'string', seq: 'number' }),
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
  deliveryIds: listOf('string'),
};
const ATTEMPT: Shape = {
  id: 'string',
  number: 'number',
  trigger: 'string',
  startedAtMs: 'number',
  finishedAtMs: 'number|null',
  code: 'string|null',
  sentence: 'string|null',
  statusCode: 'number|null',
  latencyMs: 'number|null',
  seq: 'number',
};
const DELIVERY: Shape = {
  id: 'string',
  eventId: 'string',
  paymentId: 'string',
  endpoint: 'string',
  status: 'string',
  nextAttemptAtMs: 'number|null',
  // From before there were holds, deliveries have neither.
  heldAtMs: optional('number|null'),
  wasHeld: 'boolean?',
  attempts: listOf(ATTEMPT),
};
const HEAD = tupleOf(...Array.from({ length: HEAD_LENGTH }, () => 'string' as const));
const BLOCK: Shape = {
  heads: listOf(nullOr(HEAD)),
  payments: 'string',
  exchanges: 'string',
  range: tupleOf('number', 'number'),
};
const HOLD: Shape = {
  id: 'string',
  lane: 'string',
  target: 'string',
  paymentId: 'string|null',
  countLeft: 'number|null',
  setAtMs: 'number',
};
const FAULT: Shape = {
  id: 'string',
  lane: 'string',
  // What else stands in it, the fault's own kind says.
  spec: shapeOf({ fault: 'string' }),
  setAtMs: 'number',
  uses: 'number',
};
const WAIT: Shape = { faultId: 'string', fault: 'string', for: 'string', untilMs: 'number|null' };
const FINDING: Shape = {
  check: 'string',
  title: 'string',
  severity: 'string',
  verdict: 'string',
  sentence: 'string',
  evidence: listOf('object'),
  seq: 'number',
};
const CHECK_RUN: Shape = {
  id: 'string',
  lane: 'string',
  provider: 'string',
  target: 'string',
  options: 'object',
  checks: listOf({ id: 'string', title: 'string', severity: 'string' }),
  seq: 'number',
  startedAtMs: 'number',
  findings: listOf(FINDING),
  endedAtMs: 'number|null',
  result: 'string|null',
  requests: 'number|null',
  notes: optional(listOf('string')),
};
const PASSING: Shape = { accountId: 'string', provider: 'string', lane: 'string', names: listOf('string') };
const LANE: Shape = { name: 'string', seed: 'string|null', isRepeatable: 'boolean', createdAtMs: 'number' };

/** What is optional is missing in snapshots from before there was such a thing. */
const STATE: Shape = {
  payments: listOf(PAYMENT),
  events: listOf(EVENT),
  deliveries: listOf(DELIVERY),
  packed: optional(listOf(BLOCK)),
  order: optional(listOf('string')),
  holds: optional(listOf(HOLD)),
  faults: optional(listOf(FAULT)),
  keptBack: optional(listOf({ deliveryId: 'string', waits: listOf(WAIT) })),
  checkRuns: optional(listOf(CHECK_RUN)),
  passing: optional(listOf(PASSING)),
  lanes: optional(listOf(LANE)),
  stageTimeMs: optional('number|null'),
  highestNumber: listOf(tupleOf('string', 'number')),
  evictedCount: 'number',
};
const SNAPSHOT: Shape = { logId: 'string', seq: 'number', journalOffset: 'number', state: 'object' };

function findSnapshotFault(data: Record<string, unknown>): string | null {
  const fault = findShapeFault(data, SNAPSHOT, 'db');
  if (fault !== null) return fault;
  if (!isCount(data.seq) || !isCount(data.journalOffset)) return 'db.seq or db.journalOffset is not a whole number from 0';
  const { packed = [] } = data.state as Pick<StateSnapshot, 'packed'>;
  return findShapeFault(data.state, STATE, 'state') ?? findPackedFault(packed);
}

/** A letter that changed in what is packed would show only when somebody asks for one of the payments. */
function findPackedFault(blocks: readonly StoredBlock[]): string | null {
  const index = blocks.findIndex(({ payments, exchanges }) => !isPackedText(payments) || !isPackedText(exchanges));
  return index === -1 ? null : `state.packed[${index}]: the checksum does not fit`;
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
