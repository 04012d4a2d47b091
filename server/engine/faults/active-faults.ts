import { HarnessError } from '../../domain/errors.js';
import { type ActiveFault, chooseFaults, endsAtMs, type FaultOccasion, kindOfFault, usesLeft } from '../../domain/fault.js';
import { type FaultWhen, parseFaultSpec } from '../../domain/fault-spec.js';
import { nearestName } from '../../domain/nearest.js';
import type { State } from '../../domain/state.js';
import type { EventLog } from '../../log/event-log.js';
import type { FaultCleared, FaultUsed } from '../../protocol/fault-records.js';
import type { Provider } from '../../providers/provider.js';
import type { Clock, Timer } from '../time/clock.js';

export interface ActiveFaultsParts {
  log: EventLog;
  state: State;
  providers: ReadonlyMap<string, Provider>;
  clockOf(lane: string): Clock;
}

/** What a fault did to something, beside its name. */
export type FaultUse = Omit<FaultUsed, 'type' | 'faultId' | 'fault' | 'paymentId'> & { paymentId?: string };

/** The faults that are set: who set them, what fits them, when they end. What they do is somebody else's. */
export class ActiveFaults {
  readonly #parts: ActiveFaultsParts;
  readonly #endings = new Map<string, Timer>();

  constructor(parts: ActiveFaultsParts) {
    this.#parts = parts;
  }

  /** Arms the ends of those that an earlier run left. */
  resume(): void {
    for (const fault of this.#parts.state.faults.values()) this.#armEnd(fault);
  }

  stop(): void {
    for (const timer of this.#endings.values()) timer.cancel();
    this.#endings.clear();
  }

  /**
   * Sets a fault from now on.
   * @throws HarnessError `unknown_fault`, `invalid_fault`, `unknown_provider`, `unknown_route`, `impossible_fault`; `storage_full` (507).
   */
  set(lane: string, asked: unknown): ActiveFault {
    const spec = parseFaultSpec(asked);
    this.#refuseImpossible(spec.fault, kindOfFault({ spec }).needs, (spec.when ?? {}) as FaultWhen);
    const { log, state } = this.#parts;
    const faultId = `fault_${log.nextName(lane)}`;
    log.append(lane, this.#nowMs(lane), { type: 'fault.set', faultId, spec });
    const fault = state.faults.get(faultId);
    if (!fault) throw new Error(`${faultId} was not folded`);
    this.#armEnd(fault);
    return fault;
  }

  /** @param inLane looks in this lane only. @throws HarnessError `unknown_fault_id` (404). */
  get(id: string, inLane?: string): ActiveFault {
    const fault = this.#parts.state.faults.get(id);
    if (fault && (inLane ?? fault.lane) === fault.lane) return fault;
    throw new HarnessError('unknown_fault_id', `There is no fault with the id "${id.slice(0, 80)}".`, {
      status: 404,
      hint: 'It may be used up; "paystage faults" or GET /_paystage/api/faults lists the ones there are.',
    });
  }

  /** In the order in which they were set. */
  list(lane: string): ActiveFault[] {
    return [...this.#parts.state.faults.values()].filter((fault) => fault.lane === lane);
  }

  end(fault: ActiveFault, reason: FaultCleared['reason']): void {
    this.#endings.get(fault.id)?.cancel();
    this.#endings.delete(fault.id);
    if (!this.#parts.state.faults.has(fault.id)) return;
    this.#parts.log.append(fault.lane, this.#nowMs(fault.lane), { type: 'fault.cleared', faultId: fault.id, reason });
  }

  /** Those that take effect together on an occasion, in the order in which they apply; none while nothing can be written down. */
  choose(occasion: FaultOccasion, isWanted: (fault: ActiveFault) => boolean): ActiveFault[] {
    const { state, log } = this.#parts;
    if (state.faults.size === 0 || log.storageProblem) return [];
    return chooseFaults(state.faults.values(), occasion, this.#nowMs(occasion.lane), isWanted);
  }

  /** Writes down that a fault took effect; one that is used up ends with it. */
  use(fault: ActiveFault, use: FaultUse): void {
    this.#tell(fault.lane, { faultId: fault.id, fault: fault.spec.fault, ...use });
    if (usesLeft(fault) === 0) this.end(fault, 'used_up');
  }

  /** Writes down a further effect of one that may have ended long ago. */
  tellFurther(lane: string, use: FaultUse & { faultId: string; fault: string }): void {
    this.#tell(lane, { ...use, isFurther: true });
  }

  #tell(lane: string, { faultId, fault, paymentId, ...use }: FaultUse & { faultId: string; fault: string }): void {
    const head = { type: 'fault.used' as const, faultId, fault, paymentId: paymentId ?? null };
    this.#parts.log.append(lane, this.#nowMs(lane), { ...head, ...use });
  }

  #nowMs(lane: string): number {
    return this.#parts.clockOf(lane).nowMs();
  }

  #armEnd(fault: ActiveFault): void {
    const endMs = endsAtMs(fault);
    if (endMs === null) return;
    this.#endings.set(
      fault.id,
      this.#parts.clockOf(fault.lane).setTimer(endMs, () => this.#endByTime(fault)),
    );
  }

  #endByTime(fault: ActiveFault): void {
    // It takes no effect any more, whether that can be written down or not.
    if (!this.#parts.log.storageProblem) this.end(fault, 'time_over');
  }

  #refuseImpossible(fault: string, needs: 'signature' | 'redirect' | undefined, { provider: name, route }: FaultWhen): void {
    const { providers } = this.#parts;
    const provider = name === undefined ? undefined : providers.get(name);
    if (name !== undefined && !provider)
      throw refuseName('unknown_provider', `There is no provider "${name.slice(0, 80)}".`, name, [...providers.keys()]);
    if (provider && needs && !canHave(provider, needs)) {
      const why = needs === 'signature' ? 'does not sign its webhooks' : 'does not send the browser back to the app';
      throw new HarnessError('impossible_fault', `${provider.title} cannot have the fault "${fault}": it ${why}.`);
    }
    if (route === undefined) return;
    const asked = provider ? [provider] : [...providers.values()];
    const routes = asked.flatMap((each) => each.routes.filter(({ kind }) => kind === 'api').map((known) => known.name));
    if (!routes.includes(route))
      throw refuseName('unknown_route', `There is no API call "${route.slice(0, 80)}".`, route, [...new Set(routes)]);
  }
}

/** False for what a provider does not do, and which therefore cannot go wrong. */
export function canHave(provider: Provider, needs: 'signature' | 'redirect' | undefined): boolean {
  if (needs === 'signature') return provider.signatureHeaders.length > 0;
  return needs === undefined || provider.sendsBrowserBack;
}

function refuseName(code: string, message: string, wrong: string, known: readonly string[]): HarnessError {
  const near = nearestName(wrong, known);
  return new HarnessError(code, message, { hint: near ? `Did you mean "${near}"?` : `Known names: ${known.join(', ')}.` });
}
