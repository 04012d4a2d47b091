import type { Account } from '../../domain/account.js';
import { type ActiveFault, kindOfFault } from '../../domain/fault.js';
import { KEEPING_BACK } from '../../domain/fault-kinds.js';
import type { Delivery } from '../../domain/payment.js';
import type { Provider, View } from '../../providers/provider.js';
import type { Accounts } from '../accounts/accounts.js';
import type { DeliveryJob } from '../delivery/delivery-job.js';
import type { Lanes } from '../lanes/lanes.js';
import { ActiveFaults, type ActiveFaultsParts, canHave } from './active-faults.js';
import { tellFollowUp } from './follow-up.js';
import { type Catch, KeptBackDeliveries, type KeptBackParts } from './kept-back.js';
import { occasionOf } from './occasion.js';
import { RedirectFaults, type RedirectFaultsParts } from './redirect-faults.js';
import type { AttemptToSend } from './send-attempt.js';
import type { TransferPlan } from './transfer.js';

export interface FaultsParts
  extends ActiveFaultsParts,
    Pick<KeptBackParts, 'providerOf' | 'send'>,
    Pick<RedirectFaultsParts, 'whenFirstAttempted' | 'whenVisited'> {
  accounts: Accounts;
  lanes: Lanes;
  viewOf(provider: Provider): View;
}

/** What goes wrong on purpose. Faults take effect when something is sent or answered, and never touch what does not fit them. */
export class Faults {
  readonly active: ActiveFaults;
  readonly redirects: RedirectFaults;
  readonly #parts: FaultsParts;
  readonly #keptBack: KeptBackDeliveries;
  readonly #unsubscribe: () => void;

  constructor(parts: FaultsParts) {
    this.#parts = parts;
    this.active = new ActiveFaults(parts);
    const sendReady = (paymentId: string) => this.#keptBack.sendReady((delivery) => delivery.paymentId === paymentId);
    this.redirects = new RedirectFaults({ ...parts, active: this.active, sendReady });
    this.#keptBack = new KeptBackDeliveries({ ...parts, active: this.active, redirects: this.redirects });
    this.#unsubscribe = parts.log.subscribe((record) => this.#keptBack.notice(record));
  }

  resume(): void {
    this.active.resume();
  }

  stop(): void {
    this.#unsubscribe();
    this.active.stop();
    this.redirects.stop();
    this.#keptBack.stop();
  }

  /** After everything of a lane was forgotten. */
  forgetMissing(): void {
    this.forgetUnless((deliveryId) => this.#parts.state.deliveries.has(deliveryId));
    this.redirects.forgetMissing();
  }

  /** Ends a fault; what it keeps back goes out. @param inLane looks in this lane only. @throws HarnessError `unknown_fault_id` (404). */
  clear(id: string, inLane?: string): ActiveFault {
    const fault = this.active.get(id, inLane);
    this.active.end(fault, 'by_hand');
    this.#keptBack.releaseOf(fault);
    return fault;
  }

  /** Ends every fault of a lane; what faults keep back goes out. */
  clearAll(lane: string): void {
    for (const fault of this.active.list(lane)) this.active.end(fault, 'by_hand');
    this.#keptBack.releaseAll(lane);
  }

  /** Does not send any more what is kept back and `isWanted` does not want. */
  forgetUnless(isWanted: (deliveryId: string) => boolean): void {
    this.#keptBack.forgetUnless(isWanted);
  }

  /** Nothing is to be done for this delivery any more. */
  forget(deliveryId: string): void {
    this.#keptBack.forget(deliveryId);
  }

  /** Called when a delivery is announced. True when the redirect of its payment goes without it. */
  dropByRedirect(job: DeliveryJob): boolean {
    return this.redirects.dropDelivery(job);
  }

  /** Called when a delivery is due, before it is sent. */
  catchDelivery(job: DeliveryJob): Catch {
    return this.#keptBack.catch(job);
  }

  /** True while a delivery is kept back or will never be sent. */
  isKeptBack(delivery: Delivery): boolean {
    return this.#keptBack.isKeptBack(delivery);
  }

  /** Until when a delivery is kept back, lane time; undefined where no moment is set. */
  dueAtMs(deliveryId: string): number | undefined {
    return this.#keptBack.dueAtMs(deliveryId);
  }

  /** Names of the faults that kept a delivery back before this attempt. */
  takeNames(deliveryId: string): string[] {
    return this.#keptBack.takeNames(deliveryId);
  }

  /** The first moment at which one of the wanted ones is let go, lane time; null when there is none. */
  earliestDueAtMs(isWanted: (deliveryId: string) => boolean): number | null {
    return this.#keptBack.earliestDueAtMs(isWanted);
  }

  viewOf(provider: Provider): View {
    return this.#parts.viewOf(provider);
  }

  /** Those that take effect while an attempt is sent, in the order in which they apply. */
  chooseForAttempt(job: DeliveryJob, number: number): ActiveFault[] {
    return this.active.choose(occasionOf(job, number), (fault) => {
      const { place, needs } = kindOfFault(fault);
      return place === 'delivery' && !KEEPING_BACK.has(fault.spec.fault) && canHave(job.provider, needs);
    });
  }

  /** Writes down what is about to be done to an attempt, on disk before its first byte leaves. @throws HarnessError `storage_full` (507). */
  async tellAttempt(
    faults: readonly ActiveFault[],
    { job, attemptId }: AttemptToSend,
    sentences: ReadonlyMap<ActiveFault, string>,
    transfer: TransferPlan | null,
  ): Promise<void> {
    const about = { paymentId: job.payment.id, deliveryId: job.delivery.id, attemptId };
    for (const fault of faults) {
      const sentence = sentences.get(fault) ?? tellFollowUp(fault, transfer) ?? kindOfFault(fault).sentence;
      this.active.use(fault, { ...about, sentence });
    }
    await this.#parts.log.durable(this.#parts.log.newestSeq);
  }

  /** What faults do once an attempt was sent: replace the key that signed it. */
  async followAttempt(faults: readonly ActiveFault[], account: Account, provider: Provider): Promise<void> {
    const { signatureKey } = provider;
    if (signatureKey === undefined || !faults.some(({ spec }) => spec.fault === 'key-rotated')) return;
    const { accounts, log, clockOf, lanes } = this.#parts;
    const { lane } = account;
    if (lanes.of(lane).name !== lane) return;
    await accounts.rotateKey(account, signatureKey);
    log.append(lane, clockOf(lane).nowMs(), {
      type: 'account.changed',
      provider: account.provider,
      accountId: account.id,
      settings: {},
      rotatedKeys: [signatureKey],
    });
  }

  /** The one that an API call meets; the one that was set first where several fit. It counts as used, and that stands in the log. */
  meetCall(provider: Provider, route: string, lane: string): ActiveFault | null {
    const occasion = { lane, provider: provider.name, route };
    // Only one can answer, so the order in which faults apply together says nothing here.
    const fitting = new Set(this.active.choose(occasion, (candidate) => kindOfFault(candidate).place === 'api'));
    const fault = this.active.list(lane).find((candidate) => fitting.has(candidate));
    if (!fault) return null;
    this.active.use(fault, { route, sentence: tellCall(fault) });
    return fault;
  }
}

function tellCall({ spec }: ActiveFault): string {
  switch (spec.fault) {
    case 'api-rate-limit':
      return `The call was refused with 429 and Retry-After ${spec.retryAfterSeconds}; it had no effect.`;
    case 'api-timeout':
      return 'The call got no answer; it had no effect.';
    case 'api-drop':
      return spec.moment === 'before'
        ? 'The connection was dropped before the call took effect.'
        : 'The call took effect, and the connection was dropped instead of an answer.';
    default:
      return `The call was answered ${spec.status}; it had no effect.`;
  }
}
