import { HarnessError } from '../../domain/errors.js';
import type { Attempt, Delivery } from '../../domain/payment.js';
import type { EventLog } from '../../log/event-log.js';
import type { AttemptTrigger, RecordBody } from '../../protocol/records.js';
import type { Transport } from '../../transport/transport.js';
import type { Faults } from '../faults/faults.js';
import type { Lane } from '../lanes/lane.js';
import type { Lanes } from '../lanes/lanes.js';
import { describeEnd, describeInterruption, describeStart } from './attempt-records.js';
import { type DeliveryJob, type DeliveryJobParts, findJob, nextDueAtMs } from './delivery-job.js';
import { EndpointSlots } from './endpoint-slots.js';
import { RunningAttempts } from './running-attempts.js';
import { sendInLaneTime } from './send-in-lane-time.js';

export interface AttemptsParts extends DeliveryJobParts {
  log: EventLog;
  transport: Transport;
  faults: Faults;
  lanes: Lanes;
}

/** What comes after an attempt. `dueAtMs`: when the next is due, lane time; undefined: never. */
export interface NextAttempt {
  isOver: boolean;
  dueAtMs: number | undefined;
}

/** Who decides when attempts are made, and is told what became of them. */
export interface AttemptPlan {
  /** When the schedule, or a fault that keeps it back, goes on with a delivery, lane time. */
  dueAtMs(deliveryId: string): number | undefined;
  /** One has ended, and its record is written. */
  onEnded(job: DeliveryJob, trigger: AttemptTrigger, next: NextAttempt): void;
  /** It is not wanted any more: somebody has made one by hand meanwhile. */
  onUnwanted(delivery: Delivery): void;
  /** A scheduled one could not begin, and is due again at this lane time. */
  onPutOff(delivery: Delivery, dueAtMs: number): void;
}

/** How long an attempt waits that is due while records cannot be stored, lane ms. */
const STORAGE_RETRY_MS = 1_000;

const STOPPED_WORDS = 'the harness stopped before an answer came; the app may have processed it';
const UNSENT_WORDS = 'the harness stopped before it was sent';
const UNSTORED_WORDS = 'not sent, because records cannot be stored at the moment';
const CUT_OFF_WORDS = 'everything of its lane was forgotten before an answer came; the app may have processed it';

/** Makes attempts, each with a record when it begins (durable before the first byte leaves) and one when it ends, however it ends. */
export class Attempts {
  readonly #parts: AttemptsParts;
  readonly #plan: AttemptPlan;
  readonly #slots = new EndpointSlots();
  readonly #running = new RunningAttempts();
  #isStopped = false;

  constructor(parts: AttemptsParts, plan: AttemptPlan) {
    this.#parts = parts;
    this.#plan = plan;
  }

  /** Makes one as soon as its endpoint has a place. `onDone` is called when it has ended, with what kept it from being made. */
  enqueue(job: DeliveryJob, trigger: AttemptTrigger, onDone: (error?: unknown) => void = () => {}): void {
    if (this.#isStopped) {
      onDone(new HarnessError('stopping', 'The harness is shutting down.', { status: 503 }));
      return;
    }
    const end = this.#laneOf(job).activity.begin();
    // Lanes that share an endpoint do not wait for each other.
    this.#slots.run(`${job.payment.lane} ${job.delivery.endpoint}`, async () => {
      try {
        await this.#running.run(job, (cut) => this.#make(job, trigger, cut));
        onDone();
      } catch (error) {
        onDone(error);
        if (!(error instanceof HarnessError)) throw error;
        // Records cannot be stored just now: nothing was sent, so the attempt is simply due again.
        if (!this.#isStopped) this.#putOff(job, trigger);
      } finally {
        end();
      }
    });
  }

  /** Nothing new starts; what runs is left to the transport. */
  stop(): void {
    this.#isStopped = true;
    this.#slots.clear();
  }

  /** Before everything of a lane is forgotten: writes down that what runs gets no answer any more, and lets go of its connections. */
  cutOff(lane: string): void {
    this.#closeRunning((job) => job.payment.lane === lane, CUT_OFF_WORDS, null);
    this.#running.cutOff(lane);
  }

  /** At the end of the harness: the same for all that still runs, which is due again at the next start. */
  interrupt(): void {
    this.#closeRunning(() => true, STOPPED_WORDS);
    this.#running.cutOffAll();
  }

  /** Writes an end for what an earlier run of the harness had begun. */
  closeLeftovers({ id, attempts }: Delivery): void {
    for (const attempt of attempts) if (attempt.finishedAtMs === null) this.#closeInterrupted(id, attempt, STOPPED_WORDS);
  }

  async #make(job: DeliveryJob, trigger: AttemptTrigger, cut: AbortSignal): Promise<void> {
    const { delivery } = job;
    if (!this.#parts.state.deliveries.has(delivery.id)) return;
    // A manual redelivery may have been acknowledged while this one waited for its turn.
    if (trigger === 'scheduled' && delivery.status !== 'pending') {
      this.#plan.onUnwanted(delivery);
      return;
    }
    const lane = this.#laneOf(job);
    const start = describeStart(job, trigger);
    const { seq } = this.#append(job, start);
    // Asked for when the attempt begins: a rotated key counts at once, and in a repeatable lane for the same attempts each time.
    const account = this.#parts.accountOf(job.payment);
    const place = lane.ends.join();
    // Also when it ends in any other way: those behind it in a repeatable lane must not wait for ever.
    try {
      await this.#parts.log.durable(seq);
      if (this.#isStopped) this.#closeRunning((one) => one === job, UNSENT_WORDS);
      if (this.#isStopped || cut.aborted) return;

      const { attemptId, number } = start;
      const sent = await sendInLaneTime({ job, account, attemptId, number, lane, cut }, this.#parts);
      await place.whenMyTurn();
      if (cut.aborted) return;
      await sent.followUp?.();
      if (cut.aborted) return;

      const nowMs = lane.clock.nowMs();
      const dueAtMs = trigger === 'manual' ? this.#plan.dueAtMs(delivery.id) : nextDueAtMs(job, nowMs);
      const end = describeEnd(job, start, sent, { nowMs, dueAtMs });
      this.#append(job, end);
      this.#plan.onEnded(job, trigger, { isOver: end.deliveryStatus !== 'pending', dueAtMs });
    } finally {
      place.leave();
    }
  }

  #putOff(job: DeliveryJob, trigger: AttemptTrigger): void {
    const { delivery } = job;
    const dueAtMs = this.#nowMs(job) + STORAGE_RETRY_MS;
    const begun = delivery.attempts.at(-1);
    if (begun && begun.finishedAtMs === null) this.#closeInterrupted(delivery.id, begun, UNSTORED_WORDS, dueAtMs);
    if (trigger === 'scheduled') this.#plan.onPutOff(delivery, dueAtMs);
  }

  #closeRunning(isWanted: (job: DeliveryJob) => boolean, why: string, dueAtMs?: null): void {
    for (const job of this.#running.list()) {
      if (!isWanted(job)) continue;
      for (const attempt of job.delivery.attempts)
        if (attempt.finishedAtMs === null) this.#closeInterrupted(job.delivery.id, attempt, why, dueAtMs);
    }
  }

  #closeInterrupted(deliveryId: string, attempt: Attempt, why: string, dueAtMs?: number | null): void {
    const job = findJob(deliveryId, this.#parts);
    if (!job) return;
    const { delivery } = job;
    const nowMs = this.#nowMs(job);
    // What somebody asked for comes beside the schedule, which goes on where it was.
    const againAtMs = attempt.trigger === 'manual' ? (delivery.nextAttemptAtMs ?? nowMs) : nowMs;
    this.#append(job, describeInterruption(delivery, attempt, why, nowMs, dueAtMs === undefined ? againAtMs : dueAtMs));
  }

  #append(job: DeliveryJob, body: RecordBody) {
    return this.#parts.log.append(job.payment.lane, this.#nowMs(job), body);
  }

  #nowMs(job: DeliveryJob): number {
    return this.#laneOf(job).clock.nowMs();
  }

  #laneOf(job: DeliveryJob): Lane {
    return this.#parts.lanes.of(job.payment.lane);
  }
}
