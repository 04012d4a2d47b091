import { type Dossier, type PackedPayment, type Packer, type PaymentHead, type StoredBlock, splitIds } from './packed-block.js';
import { PackedBlocks } from './packed-blocks.js';
import type { Delivery, Payment, PaymentEvent } from './payment.js';
import { Shelf } from './shelf.js';

export interface PaymentBookParts {
  /** Null: nothing is packed. */
  packer: Packer | null;
  isKeptBack(deliveryId: string): boolean;
}

/** The payments as they are stored. */
export interface StoredPayments {
  payments: Payment[];
  events: PaymentEvent[];
  deliveries: Delivery[];
  /** Missing in snapshots from before anything was packed. */
  packed?: StoredBlock[];
  /** Ids of all payments, oldest first; missing where nothing is packed. */
  order?: string[];
}

/** So many payments are not packed whatever happens: they are the ones that somebody looks at. */
const KEPT_OPEN = 64;
/** Twice as many save little more, and packing them would take as long as answering two calls. */
const BLOCK_SIZE = 16;
/** How many payments are looked at for one block. */
const WINDOW = 64;
/** After so many removals the table of all payments is made anew: it leaves holes, which cost whoever looks for the oldest one. */
const RENEW_AFTER = 4_096;
/** Room of so many payments in blocks is never worth giving one of them up. */
const SPARE = 1_024;

/**
 * All payments with their events and deliveries. Those that nothing happens to any more are packed, a tenth of the size, and come back as
 * they were when somebody asks for one. To whoever asks it makes no difference, but for one thing: an object that was asked for long ago
 * may no longer be the one that records change (`keepOpen`).
 */
export class PaymentBook {
  readonly #parts: PaymentBookParts;
  /** In the order in which they were created. */
  #all = new Map<string, Payment | PackedPayment>();
  /** Those that are not packed, in the order in which they were last unpacked or found busy. */
  readonly #open = new Map<string, Payment>();
  readonly #events = new Map<string, PaymentEvent>();
  readonly #deliveries = new Map<string, Delivery>();
  readonly #packed: PackedBlocks;
  readonly #keptOpen = new Set<string>();
  #untilSweep = BLOCK_SIZE;
  #removed = 0;

  readonly events: Shelf<PaymentEvent>;
  readonly deliveries: Shelf<Delivery>;

  constructor(parts: PaymentBookParts, stored?: StoredPayments) {
    this.#parts = parts;
    this.#packed = new PackedBlocks(parts.packer);
    const shelve = <T extends { id: string }>(
      open: Map<string, T>,
      kind: 'eventIds' | 'deliveryIds',
      of: (dossier: Dossier) => T[],
    ) =>
      new Shelf<T>(open, {
        find: (id) => this.#packed.find(kind, id) !== undefined,
        unpack: (id) => {
          const packed = this.#packed.find(kind, id);
          if (packed) this.#unpack(packed);
        },
        ids: () => this.#packed.list().flatMap((packed) => splitIds(packed[kind])),
        read: () => this.#packed.list().flatMap(({ block, slot }) => of(block.unpack(slot))),
      });
    this.events = shelve(this.#events, 'eventIds', ({ events }) => events);
    this.deliveries = shelve(this.#deliveries, 'deliveryIds', ({ deliveries }) => deliveries);
    if (stored) this.#restore(stored);
  }

  get size(): number {
    return this.#all.size;
  }

  has(id: string): boolean {
    return this.#all.has(id);
  }

  /** The payment that records change, unpacked. */
  get(id: string): Payment | undefined {
    const entry = this.#all.get(id);
    return entry !== undefined && isPacked(entry) ? this.#unpack(entry) : entry;
  }

  /** To be read at once and not kept: one that is packed stays so. */
  peek(id: string): Payment | undefined {
    const entry = this.#all.get(id);
    return entry !== undefined && isPacked(entry) ? this.#packed.peek(entry) : entry;
  }

  keys(): IterableIterator<string> {
    return this.#all.keys();
  }

  /** Oldest first, each as `peek` gives it. */
  *values(): IterableIterator<Payment> {
    for (const entry of this.#all.values()) yield isPacked(entry) ? this.#packed.peek(entry) : entry;
  }

  *[Symbol.iterator](): IterableIterator<[string, Payment]> {
    for (const payment of this.values()) yield [payment.id, payment];
  }

  /** What is known of each without unpacking it, oldest first. */
  heads(): IterableIterator<PaymentHead> {
    return this.#all.values();
  }

  /** Those that are not packed: every one with something still to come is among them. */
  open(): IterableIterator<Payment> {
    return this.#open.values();
  }

  isPacked(id: string): boolean {
    return this.#all.has(id) && !this.#open.has(id);
  }

  /** From now on the object that `get` gives stays the one that records change, for whoever holds on to it. */
  keepOpen(id: string): void {
    if (this.get(id)) this.#keptOpen.add(id);
  }

  add(payment: Payment): void {
    this.#all.set(payment.id, payment);
    this.#open.set(payment.id, payment);
    this.#sweep();
  }

  addEvent(event: PaymentEvent): void {
    this.#events.set(event.id, event);
  }

  addDelivery(delivery: Delivery): void {
    this.#deliveries.set(delivery.id, delivery);
  }

  /** With its events and deliveries. */
  remove(id: string): void {
    const entry = this.#all.get(id);
    if (entry === undefined) return;
    this.#all.delete(id);
    this.#keptOpen.delete(id);
    if (isPacked(entry)) this.#takeOut(entry);
    else this.#drop(entry);
    if (++this.#removed < RENEW_AFTER) return;
    this.#removed = 0;
    this.#all = new Map(this.#all);
  }

  /** Packs what can be packed, as far as it is worth it for a snapshot. */
  toStored(): StoredPayments {
    if (this.#open.size > 2 * KEPT_OPEN) while (this.#packSome()) if (this.#open.size <= KEPT_OPEN) break;
    const stored = {
      payments: [...this.#all.values()].flatMap((entry) => (isPacked(entry) ? [] : [entry])),
      events: [...this.#events.values()],
      deliveries: [...this.#deliveries.values()],
    };
    return this.#packed.size === 0 ? stored : { ...stored, packed: this.#packed.toStored(), order: [...this.#all.keys()] };
  }

  #restore({ payments, events, deliveries, packed = [], order = [] }: StoredPayments): void {
    const entries = new Map<string, Payment | PackedPayment>(payments.map((payment) => [payment.id, payment]));
    for (const payment of payments) this.#open.set(payment.id, payment);
    for (const event of events) this.#events.set(event.id, event);
    for (const delivery of deliveries) this.#deliveries.set(delivery.id, delivery);
    for (const stored of packed) for (const entry of this.#packed.restore(stored)) entries.set(entry.id, entry);
    for (const id of order) {
      const entry = entries.get(id);
      if (entry) this.#all.set(id, entry);
    }
    for (const [id, entry] of entries) this.#all.set(id, entry);
  }

  /** Looks now and then whether there is enough to pack, so that a payment pays for the packing of one. */
  #sweep(): void {
    if (this.#open.size <= KEPT_OPEN || --this.#untilSweep > 0) return;
    this.#untilSweep = BLOCK_SIZE;
    // Twice, to catch up where nothing could be packed for a while.
    if (this.#packSome()) this.#packSome();
  }

  #packSome(): boolean {
    if (!this.#packed.canPack || this.#open.size <= KEPT_OPEN) return false;
    const chosen: Payment[] = [];
    let looksLeft = Math.min(WINDOW, this.#open.size - KEPT_OPEN + BLOCK_SIZE);
    for (const payment of this.#open.values()) {
      if (looksLeft-- === 0) break;
      if (this.#isOver(payment)) {
        if (chosen.push(payment) === BLOCK_SIZE) break;
        continue;
      }
      // Not before everything that is newer now.
      this.#open.delete(payment.id);
      this.#open.set(payment.id, payment);
    }
    if (chosen.length < BLOCK_SIZE) return false;
    const entries = this.#packed.pack(chosen.map((payment) => this.#collect(payment)));
    for (const payment of chosen) this.#drop(payment);
    for (const entry of entries) this.#all.set(entry.id, entry);
    return true;
  }

  /** True when nothing will happen to a payment unless somebody makes it happen. */
  #isOver({ id, timers, eventIds }: Payment): boolean {
    if (this.#keptOpen.has(id)) return false;
    for (const _ in timers) return false;
    return eventIds.every((eventId) =>
      (this.#events.get(eventId)?.deliveryIds ?? []).every((deliveryId) => this.#isDone(deliveryId)),
    );
  }

  #isDone(deliveryId: string): boolean {
    const delivery = this.#deliveries.get(deliveryId);
    if (!delivery) return true;
    const { status, nextAttemptAtMs, heldAtMs, attempts } = delivery;
    if (status === 'pending' || nextAttemptAtMs !== null || heldAtMs !== null) return false;
    return !this.#parts.isKeptBack(deliveryId) && attempts.every(({ finishedAtMs }) => finishedAtMs !== null);
  }

  #collect(payment: Payment): Dossier {
    const events = payment.eventIds.flatMap((id) => this.#events.get(id) ?? []);
    return {
      payment,
      events,
      deliveries: events.flatMap(({ deliveryIds }) => deliveryIds.flatMap((id) => this.#deliveries.get(id) ?? [])),
    };
  }

  #drop({ id, eventIds }: Payment): void {
    this.#open.delete(id);
    for (const eventId of eventIds) {
      for (const deliveryId of this.#events.get(eventId)?.deliveryIds ?? []) this.#deliveries.delete(deliveryId);
      this.#events.delete(eventId);
    }
  }

  #unpack(packed: PackedPayment): Payment {
    const { payment, events, deliveries } = packed.block.unpack(packed.slot);
    this.#all.set(payment.id, payment);
    this.#open.set(payment.id, payment);
    for (const event of events) this.#events.set(event.id, event);
    for (const delivery of deliveries) this.#deliveries.set(delivery.id, delivery);
    this.#takeOut(packed);
    this.#sweep();
    return payment;
  }

  #takeOut(packed: PackedPayment): void {
    this.#packed.takeOut(packed);
    // When the blocks hold little by now, one of them is given up for each payment that is taken out.
    if (this.#packed.size * BLOCK_SIZE < 4 * (this.#all.size - this.#open.size) + SPARE) return;
    for (const entry of this.#packed.findSparse()) if (this.#all.get(entry.id) === entry) this.#unpack(entry);
  }
}

function isPacked(entry: Payment | PackedPayment): entry is PackedPayment {
  return 'block' in entry;
}
