import { randomBytes } from 'node:crypto';
import type { AppCall } from '../../client/app-call.js';
import type { Craft } from '../../client/craft.js';
import type { Lane } from '../../client/lane.js';
import type { Probe } from '../../client/probe/probe.js';
import type { Account } from '../../domain/account.js';
import type { AccountView, PaymentView } from '../../http/control/replies.js';
import type { CheckEvidence } from '../../protocol/check-records.js';
import type { Header, JsonObject } from '../../protocol/records.js';
import type { BodyVariant, ExamOrder, ExamPayment, ExamProfile, Provider } from '../../providers/provider.js';
import type { BorrowedAccount } from '../run/borrowed-account.js';
import type { Budget } from './budget.js';
import type { CreateOrder } from './create-order.js';
import { InconclusiveError } from './inconclusive-error.js';
import type { Lateness } from './lateness.js';
import { type Genuine, Order } from './order.js';
import type { Reactions } from './reactions.js';
import { type Sent, sayAnswer } from './sent.js';
import type { SignWish } from './sign-wish.js';

/** Its `signal` is aborted when the run is stopped. */
export interface ExamParts extends AppCall {
  lane: Lane;
  provider: ExamProvider;
  /** Changes its account. */
  borrowed: BorrowedAccount;
  /** Where events go: the app's webhook or payment endpoint. */
  endpoint: string;
  /** Where browsers come back to; null: not given. */
  callback: string | null;
  findProbe: ((values: Readonly<Record<string, string>>) => Probe) | null;
  /** Lets the app create an order of its own; null: the stage creates the payment. */
  createOrder: CreateOrder | null;
  /** Asks the operator to do something and waits; null: nobody is there. */
  askOperator: ((request: string) => Promise<void>) | null;
  budget: Budget;
  reactions: Reactions;
  lateness: Lateness;
  /** Real ms in which the app is to find out by itself what it was not told. Default 10 s. */
  reconcileMs?: number | undefined;
  /** The key that the app is known to decrypt with; left out: nobody said that it decrypts. */
  encryptionKey?: string | undefined;
  /** Of the account, as it is while the checks run. */
  settings: JsonObject;
  /** Newest record before the run: what is older says nothing about it, and a log may be long. */
  sinceSeq: number;
  /** Payments that the run has made; what was not sent of them is dropped at its end. */
  paymentIds: string[];
  /** Everything that any check sent, for what is judged over all of it. */
  sent: Sent[];
}

/** A provider whose receivers can be checked. */
export type ExamProvider = Provider & { exam: ExamProfile };

const DEFAULT_AMOUNT_MINOR = 2_000;
const DEFAULT_RECONCILE_MS = 10_000;

/** What one check has at hand: fresh orders, deliveries bent as it likes, and what the app makes of them. */
export class Exam {
  readonly #parts: ExamParts;
  readonly #checkId: string;

  constructor(checkId: string, parts: ExamParts) {
    this.#checkId = checkId;
    this.#parts = parts;
  }

  get provider(): ExamProvider {
    return this.#parts.provider;
  }

  get profile(): ExamProfile {
    return this.#parts.provider.exam;
  }

  get lane(): Lane {
    return this.#parts.lane;
  }

  /** The account, to be changed until the run ends. */
  get borrowed(): BorrowedAccount {
    return this.#parts.borrowed;
  }

  get endpoint(): string {
    return this.#parts.endpoint;
  }

  get callback(): string | null {
    return this.#parts.callback;
  }

  get budget(): Budget {
    return this.#parts.budget;
  }

  get reactions(): Reactions {
    return this.#parts.reactions;
  }

  get reconcileMs(): number {
    return this.#parts.reconcileMs ?? DEFAULT_RECONCILE_MS;
  }

  get encryptionKey(): string | undefined {
    return this.#parts.encryptionKey;
  }

  /** True when somebody is there to ask. */
  get hasOperator(): boolean {
    return this.#parts.askOperator !== null;
  }

  get hasProbe(): boolean {
    return this.#parts.findProbe !== null;
  }

  get hasCreate(): boolean {
    return this.#parts.createOrder !== null;
  }

  /** Everything that all checks have sent so far. */
  get sent(): readonly Sent[] {
    return this.#parts.sent;
  }

  /** True for the event that tells an app to fulfil. */
  meansPaid({ status }: Pick<Genuine, 'status'>): boolean {
    return this.profile.meansPaid(status, this.#parts.settings);
  }

  /** True for an event after which nothing follows but another attempt. */
  isFinal({ status }: Pick<Genuine, 'status'>): boolean {
    return this.profile.isFinal(status, this.#parts.settings);
  }

  /** The news that the payment of a genuine body came to nothing, in the provider's forms. */
  listCancelled({ body }: Pick<Genuine, 'body'>): BodyVariant[] {
    return this.profile.bodies.cancelled(body, this.#parts.settings);
  }

  /** The key that signs, or that the app calls with. */
  get secret(): string {
    const key = this.lane.keys(this.provider.name)[this.profile.secretKey];
    if (key === undefined) throw new InconclusiveError(`the account has no key "${this.profile.secretKey}"`);
    return key;
  }

  /** The account whose part the stage plays, with its settings and keys of now. */
  async account(): Promise<Account> {
    const { lane, provider } = this.#parts;
    const { id, settings } = await lane.control.get<AccountView>(`/accounts/${encodeURIComponent(provider.name)}`);
    return { id, provider: provider.name, lane: lane.name, keys: { ...lane.keys(provider.name) }, settings };
  }

  /**
   * Headers that the provider would send with a body now; nothing is sent.
   * @param key signs in place of the account's own. @param offsetMs as if it were so much later.
   */
  async signedHeaders({ event }: Genuine, { body = event.body, key, offsetMs = 0 }: SignWish = {}): Promise<Header[]> {
    const { lane, provider } = this.#parts;
    const account = await this.account();
    const keys = key === undefined ? account.keys : { ...account.keys, [this.profile.secretKey]: key };
    const nowMs = (await lane.clock.now()).getTime() + offsetMs;
    return provider.buildAttemptHeaders({ account: { ...account, keys }, event, body, nowMs });
  }

  /** A plain body as an encrypted event carries it. @throws InconclusiveError where events cannot be encrypted. */
  encrypt(plainBody: string): string {
    const { encryption } = this.profile;
    const key = encryption && this.lane.keys(this.provider.name)[encryption.keyName];
    if (!encryption || key === undefined) throw new InconclusiveError('the account has no key to encrypt events with');
    return encryption.encrypt(plainBody, key);
  }

  /** How variants of an event's body are sent. Those in another shape are left out where the event is encrypted, which no other shape ever is. */
  async listCrafts(genuine: Genuine, variants: readonly BodyVariant[]): Promise<{ name: string; craft: Craft }[]> {
    const { contentType: usual, plainBody } = genuine.event;
    const headers = await this.signedHeaders(genuine);
    return variants.flatMap(({ name, body, contentType = usual }) => {
      if (contentType === usual) return [{ name, craft: { body } }];
      if (plainBody !== undefined) return [];
      const changed = headers.map(([header, value]): Header => [header, /^content-type$/i.test(header) ? contentType : value]);
      return [{ name, craft: { body, headers: changed } }];
    });
  }

  /** @throws InconclusiveError when nobody is there to ask. */
  async askOperator(request: string): Promise<void> {
    const { askOperator } = this.#parts;
    if (!askOperator) throw new InconclusiveError('it needs an operator; add --interactive');
    await askOperator(request);
  }

  /** A fresh order whose events are held, made by the app where it can make one. */
  async order(amountMinor = DEFAULT_AMOUNT_MINOR): Promise<Order> {
    const { createOrder } = this.#parts;
    const asked = { reference: this.#nameOrder(), amountMinor };
    return this.#adopt(await (createOrder ? createOrder(asked) : this.#createByStage(asked)));
  }

  /** An order that the app cannot know, though it is valid. @param wish what it shares with one that the app knows. */
  async strangeOrder(wish: Partial<ExamOrder> = {}): Promise<Order> {
    const { createOrder } = this.#parts;
    const asked = { reference: this.#nameOrder(), amountMinor: DEFAULT_AMOUNT_MINOR, ...wish };
    const create = () => this.#createByStage(asked);
    return this.#adopt(await (createOrder ? createOrder.inTurn(create) : create()));
  }

  /**
   * Sends one valid event of a fresh order: what follows is judged only while that works.
   * @throws InconclusiveError when it is not acknowledged, or when the app does not act on it although it can be seen.
   */
  async control(
    when: 'before' | 'after' | 'after everything',
  ): Promise<{ order: Order; paid: Genuine; evidence: CheckEvidence }> {
    const order = await this.order();
    const paid = await order.pay();
    const evidence = await this.deliver(order, paid, `a valid event ${when}`);
    return { order, paid, evidence };
  }

  /** Sends a valid event, which has to be acknowledged and, as far as that can be seen, acted on. @throws InconclusiveError otherwise. */
  async deliver(order: Order, genuine: Genuine, name: string): Promise<CheckEvidence> {
    const sent = await order.send(genuine, name);
    // Whether it is acknowledged exactly as it should be is the question of a check of its own.
    if (!sent.isTaken) throw new InconclusiveError(`${name} was answered ${sayAnswer(sent)}, so nothing can be concluded`);
    if (this.meansPaid(genuine) && (await order.waitForAct()) === false) {
      throw new InconclusiveError(
        `${name} was acknowledged, but the probe does not show that the app acted on it${this.hasCreate ? '' : '; if it only takes orders of its own, add --create'}`,
      );
    }
    return { name, seq: sent.seq, expected: 'accepted', seen: sayAnswer(sent), isMet: true };
  }

  #nameOrder(): string {
    return `chk-${this.#checkId.toLowerCase()}-${randomBytes(4).toString('hex')}`;
  }

  #createByStage(asked: ExamOrder): Promise<PaymentView> {
    const { lane, provider } = this.#parts;
    return lane.create(provider.name, provider.exam.buildOrder(asked));
  }

  async #adopt(view: PaymentView): Promise<Order> {
    const { lane, provider } = this.#parts;
    this.#parts.paymentIds.push(view.id);
    await lane.holds.webhook({ count: null, payment: view.id });
    return new Order(toExamPayment(view), {
      ...this.#parts,
      profile: provider.exam,
      checkId: this.#checkId,
      encrypt: (plainBody) => this.encrypt(plainBody),
      onSent: (sent) => this.#parts.sent.push(sent),
    });
  }
}

export function toExamPayment({ id, reference, amountMinor, currency, details }: PaymentView): ExamPayment {
  return { id, reference, amountMinor, currency, details };
}
