import type { Delivery, Payment, PaymentEvent } from './payment.js';

/** Makes text small, and whole again. In memory it is bytes, which the collector of garbage has nothing to do with; in db.json it is text. */
export interface Packer {
  pack(text: string): Uint8Array;
  /** @throws when the bytes are not what `pack` made. */
  unpack(packed: Uint8Array): string;
  toText(packed: Uint8Array): string;
  fromText(text: string): Uint8Array;
}

/** A payment with everything that is kept about it. */
export interface Dossier {
  payment: Payment;
  events: PaymentEvent[];
  deliveries: Delivery[];
}

/** What is known of every payment at any time, packed or not. */
export type PaymentHead = Pick<Payment, 'id' | 'provider' | 'accountId' | 'lane' | 'status' | 'outcome' | 'reference'>;

/** Stands for a payment that is packed. */
export interface PackedPayment extends PaymentHead {
  readonly block: PackedBlock;
  readonly slot: number;
  /** Ids in a row, each between two spaces: ten thousand of these are looked through faster than a table of them is built. */
  readonly eventIds: string;
  readonly deliveryIds: string;
}

/** As it is stored: id, provider, accountId, lane, status, outcome, reference, ids of events, ids of deliveries. */
export type StoredHead = readonly string[];

export interface StoredBlock {
  /** Null where a payment was taken out again. */
  heads: (StoredHead | null)[];
  /** Packed, one line for each head. */
  payments: string;
  /** Events and deliveries, packed in the same way; apart, because lists ask for payments only. */
  exchanges: string;
  /** Lowest and highest number in the ids of events and deliveries, so that most blocks need not be looked through for an id. */
  range: [number, number];
}

type BlockContent = Pick<StoredBlock, 'heads' | 'range'> & Record<'payments' | 'exchanges', Uint8Array>;

export const HEAD_LENGTH = 9;

/** Some payments that nothing happens to any more, packed together: what they have in common costs next to nothing. */
export class PackedBlock {
  readonly #packer: Packer;
  readonly #payments: Uint8Array;
  readonly #exchanges: Uint8Array;
  readonly #entries: (PackedPayment | null)[];
  readonly #range: [number, number];
  #count = 0;

  /** @param share gives one string for all that are equal; few of them differ. */
  private constructor({ heads, payments, exchanges, range }: BlockContent, packer: Packer, share: (text: string) => string) {
    this.#packer = packer;
    this.#payments = payments;
    this.#exchanges = exchanges;
    this.#range = range;
    this.#entries = heads.map((head, slot) => {
      if (head === null) return null;
      this.#count++;
      const [
        id = '',
        provider = '',
        accountId = '',
        lane = '',
        status = '',
        outcome = '',
        reference = '',
        eventIds = '',
        deliveryIds = '',
      ] = head;
      const shared = { provider: share(provider), accountId: share(accountId), lane: share(lane), status: share(status) };
      return {
        block: this,
        slot,
        id,
        ...shared,
        outcome: share(outcome) as PaymentHead['outcome'],
        reference,
        eventIds,
        deliveryIds,
      };
    });
  }

  static restore(stored: StoredBlock, packer: Packer, share: (text: string) => string): PackedBlock {
    const [payments, exchanges] = [packer.fromText(stored.payments), packer.fromText(stored.exchanges)];
    return new PackedBlock({ ...stored, payments, exchanges }, packer, share);
  }

  static pack(dossiers: readonly Dossier[], packer: Packer, share: (text: string) => string): PackedBlock {
    const heads = dossiers.map(({ payment, events, deliveries }) => {
      const { id, provider, accountId, lane, status, outcome, reference } = payment;
      return [id, provider, accountId, lane, status, outcome, reference, joinIds(events), joinIds(deliveries)];
    });
    const toLines = (values: readonly unknown[]) => packer.pack(values.map((value) => JSON.stringify(value)).join('\n'));
    const payments = toLines(dossiers.map(({ payment }) => payment));
    const exchanges = toLines(dossiers.map(({ events, deliveries }) => ({ events, deliveries })));
    return new PackedBlock({ heads, payments, exchanges, range: findRange(dossiers) }, packer, share);
  }

  /** How many payments are left in it. */
  get count(): number {
    return this.#count;
  }

  /** Of how many it was made. */
  get size(): number {
    return this.#entries.length;
  }

  /** Those that are left. */
  list(): PackedPayment[] {
    return this.#entries.filter((entry) => entry !== null);
  }

  /** Every payment as JSON text, by slot. */
  unpackPayments(): string[] {
    return this.#packer.unpack(this.#payments).split('\n');
  }

  /** Everything about one payment. */
  unpack(slot: number): Dossier {
    const exchanges = this.#packer.unpack(this.#exchanges).split('\n')[slot] ?? '';
    return { payment: JSON.parse(this.unpackPayments()[slot] ?? ''), ...JSON.parse(exchanges) };
  }

  forget(slot: number): void {
    if (!this.#entries[slot]) return;
    this.#entries[slot] = null;
    this.#count--;
  }

  /** The payment that an event or a delivery belongs to. */
  find(kind: 'eventIds' | 'deliveryIds', id: string): PackedPayment | undefined {
    const number = numberIn(id);
    if (number < this.#range[0] || number > this.#range[1] || id.includes(' ')) return undefined;
    const wanted = ` ${id} `;
    return this.#entries.find((entry) => entry?.[kind].includes(wanted)) ?? undefined;
  }

  toStored(): StoredBlock {
    const heads = this.#entries.map((entry) => {
      if (entry === null) return null;
      const { id, provider, accountId, lane, status, outcome, reference, eventIds, deliveryIds } = entry;
      return [id, provider, accountId, lane, status, outcome, reference, eventIds, deliveryIds];
    });
    return {
      heads,
      payments: this.#packer.toText(this.#payments),
      exchanges: this.#packer.toText(this.#exchanges),
      range: this.#range,
    };
  }
}

export function splitIds(ids: string): string[] {
  return ids === '' ? [] : ids.slice(1, -1).split(' ');
}

function joinIds(things: readonly { id: string }[]): string {
  return things.length === 0 ? '' : ` ${things.map(({ id }) => id).join(' ')} `;
}

function findRange(dossiers: readonly Dossier[]): [number, number] {
  const numbers = dossiers.flatMap(({ events, deliveries }) => [...events, ...deliveries].map(({ id }) => numberIn(id)));
  return numbers.length === 0 ? [0, 0] : [Math.min(...numbers), Math.max(...numbers)];
}

/** The first number in an id, which rises with time; 0 without one. */
function numberIn(id: string): number {
  return Number(/\d+/.exec(id)?.[0] ?? 0);
}
