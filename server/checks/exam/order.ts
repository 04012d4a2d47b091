import type { AppCall } from '../../client/app-call.js';
import type { Craft } from '../../client/craft.js';
import type { Lane } from '../../client/lane.js';
import { askProbe, type Probe } from '../../client/probe/probe.js';
import { HarnessError } from '../../domain/errors.js';
import type { PaymentEvent } from '../../domain/payment.js';
import type { PaymentView } from '../../http/control/replies.js';
import type { VisitReply } from '../../http/control/visit-replies.js';
import type { ProbeResult } from '../../judge/judge-probe.js';
import type { ApiCalled, Header, JsonObject, RecordHead } from '../../protocol/records.js';
import type { ExamPath, ExamPayment, ExamProfile } from '../../providers/exam.js';
import type { Budget } from './budget.js';
import { InconclusiveError } from './inconclusive-error.js';
import type { Lateness } from './lateness.js';
import { pause } from './pause.js';
import type { Reactions } from './reactions.js';
import { refuseStopped } from './refuse-stopped.js';
import { readSent, type Sent } from './sent.js';

/** An event of the order that the provider made and nobody has sent yet. */
export interface Genuine {
  deliveryId: string;
  status: string;
  /** Before encryption. */
  body: string;
  /** As the provider made it. */
  event: PaymentEvent;
}

/** A page of the app that the customer's browser ended on. */
export interface Opened {
  name: string;
  seq: number;
  status: number | null;
  text: string;
}

export interface OrderParts extends AppCall {
  lane: Lane;
  /** Of the account. */
  settings: JsonObject;
  /** Newest record before the run. */
  sinceSeq: number;
  profile: ExamProfile;
  /** Where events of the checks go. */
  endpoint: string;
  budget: Budget;
  reactions: Reactions;
  lateness: Lateness;
  /** Asks the app about an order with these values; null: nobody can. */
  findProbe: ((values: Readonly<Record<string, string>>) => Probe) | null;
  /** Id of the check, for the notes of what is sent. */
  checkId: string;
  /** A plain body as it goes out where the event is encrypted. */
  encrypt(plainBody: string): string;
  onSent(sent: Sent): void;
}

const EFFECT_LIMIT_MS = 5_000;
const PROBE_EVERY_MS = 50;
const WITH_BODY: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

/** A payment made for one check. Its events are held: the app gets what the check sends, when it sends it. */
export class Order {
  readonly payment: ExamPayment;
  readonly #parts: OrderParts;
  readonly #taken = new Set<string>();

  constructor(payment: ExamPayment, parts: OrderParts) {
    this.payment = payment;
    this.#parts = parts;
  }

  /** For addresses and commands that name its order. */
  get values(): Record<string, string> {
    return this.#parts.profile.nameValues(this.payment);
  }

  /**
   * Brings it along a path and gives the events that this made, in order.
   * @throws InconclusiveError when the provider has no such path, or this payment cannot take it.
   */
  async play(path: ExamPath): Promise<Genuine[]> {
    const { lane, profile } = this.#parts;
    const steps = profile.paths[path];
    if (!steps) throw new InconclusiveError(`the provider has no payment that is ${path}`);
    try {
      for (const { actor, action } of steps)
        await lane.control.post(`/payments/${encodeURIComponent(this.payment.id)}/${actor}`, action);
    } catch (error) {
      if (error instanceof HarnessError && error.code === 'action_not_possible')
        throw new InconclusiveError(error.message.replace(/\.$/, ''));
      throw error;
    }
    return this.#takeNew(await lane.payment(this.payment.id));
  }

  /** Its genuine event that says paid. */
  async pay(): Promise<Genuine> {
    const events = await this.play('paid');
    return this.findPaid(events);
  }

  findPaid(events: readonly Genuine[]): Genuine {
    const { profile, settings } = this.#parts;
    const paid = events.find(({ status }) => profile.meansPaid(status, settings));
    if (paid) return paid;
    throw new InconclusiveError(`payment ${this.payment.id} was paid, but no event says so`);
  }

  /**
   * Sends an event as it is, or bent. @param name what it is, in a few words. @param craft its body, as a text, is encrypted where the event
   * is; as bytes it goes out as it is.
   */
  async send({ deliveryId, event }: Genuine, name: string, craft: Craft = {}): Promise<Sent> {
    const { lane, budget, checkId, endpoint, encrypt, lateness, onSent } = this.#parts;
    budget.spend();
    const note = `${checkId}: ${name}`.slice(0, 200);
    const isEncrypted = event.plainBody !== undefined;
    const body = typeof craft.body === 'string' && isEncrypted ? encrypt(craft.body) : craft.body;
    // The delivery of another order has a body of its own.
    const needsBody = event.paymentId !== this.payment.id && WITH_BODY.has(craft.method ?? 'POST');
    const sentBody = body ?? (needsBody ? event.body : undefined);
    const startMs = performance.now();
    const record = await lane.send(deliveryId, {
      endpoint,
      ...craft,
      ...(sentBody === undefined ? {} : { body: sentBody }),
      note,
    });
    const sent = readSent(name, Object.keys(craft).length === 0, record, lateness.since(startMs));
    onSent(sent);
    return sent;
  }

  /** Headers that went out with it, in order. */
  async headersOf(sent: Sent): Promise<Header[]> {
    const record = await this.#parts.lane.control.get<{ request?: { headers: Header[] } }>(`/records/${sent.seq}`);
    return record.request?.headers ?? [];
  }

  /** What the app says about the order now; null without a probe. @throws InconclusiveError when the probe does not answer. */
  async ask(): Promise<ProbeResult | null> {
    const { findProbe, signal, lookup } = this.#parts;
    if (!findProbe) return null;
    try {
      return await askProbe(findProbe(this.values), undefined, { signal, lookup });
    } catch (error) {
      refuseStopped(signal);
      throw new InconclusiveError(error instanceof Error ? error.message : String(error));
    }
  }

  /** How often the app acted for the order: its count, or 1 when it only says paid. Null without a probe. */
  async countActs(): Promise<number | null> {
    const result = await this.ask();
    if (result === null) return null;
    if (result.count !== null) return result.count;
    if (result.isPaid !== null) return result.isPaid ? 1 : 0;
    throw new InconclusiveError('the probe says neither whether the order is paid nor how often the app acted');
  }

  /** How often it acted, where one act has to be told from two. Null without a probe. @throws InconclusiveError when the probe does not count. */
  async countExactly(): Promise<number | null> {
    const result = await this.ask();
    if (result === null || result.count !== null) return result?.count ?? null;
    throw new InconclusiveError('the probe does not say how often the app acted; let it answer a count, too');
  }

  /** Waits until the app has acted at least once; false when it did not in time. Null without a probe. @param isReaction false where nothing was sent to react to. */
  async waitForAct(withinMs = EFFECT_LIMIT_MS, { isReaction = true } = {}): Promise<boolean | null> {
    const startMs = performance.now();
    for (;;) {
      const acts = await this.countActs();
      if (acts === null) return null;
      const tookMs = performance.now() - startMs;
      if (acts > 0) {
        if (isReaction) this.#parts.reactions.add(tookMs);
        return true;
      }
      if (tookMs - this.#parts.lateness.since(startMs) > withinMs) return false;
      await pause(PROBE_EVERY_MS, this.#parts.signal);
    }
  }

  /** Gives the app the time after which doing nothing means that it does nothing. */
  async settle(): Promise<void> {
    await pause(this.#parts.reactions.settleMs, this.#parts.signal);
  }

  /** Calls of the app with which it asked the provider about this payment, or about all. @param after only later records than this one. */
  async lookups(after?: number): Promise<(RecordHead & ApiCalled)[]> {
    const { lane, profile, sinceSeq } = this.#parts;
    const records = await lane.records({ types: ['api.called'], after: after ?? sinceSeq });
    return records.filter(
      (record): record is RecordHead & ApiCalled =>
        record.type === 'api.called' &&
        record.route === profile.lookup?.route &&
        profile.lookup?.isAbout(record.request.body?.text ?? '', this.payment) === true,
    );
  }

  /** Opens an address of the app as the customer's browser. */
  async open(url: string, name: string): Promise<Opened> {
    const { lane, budget } = this.#parts;
    budget.spend();
    const path = `/payments/${encodeURIComponent(this.payment.id)}/visits`;
    const { visit } = await lane.control.post<VisitReply>(path, { url });
    return { name, seq: visit.seq, status: visit.hops.at(-1)?.status ?? null, text: visit.page?.body ?? '' };
  }

  #takeNew(view: PaymentView): Genuine[] {
    const { endpoint } = this.#parts;
    const fresh = view.events.filter(({ id }) => !this.#taken.has(id));
    return fresh.flatMap(({ at, deliveries, ...rest }) => {
      this.#taken.add(rest.id);
      const delivery = deliveries.find((one) => one.endpoint === endpoint) ?? deliveries[0];
      const deliveryIds = deliveries.map(({ id }) => id);
      const event = { ...rest, paymentId: view.id, atMs: Date.parse(at), deliveryIds } as PaymentEvent;
      return delivery ? [{ deliveryId: delivery.id, status: rest.status, body: rest.plainBody ?? rest.body, event }] : [];
    });
  }
}
