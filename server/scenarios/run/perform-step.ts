import { setTimeout } from 'node:timers/promises';
import { callProvider } from '../../client/call-provider.js';
import { ExpectationError } from '../../client/expectation-error.js';
import { sayDuration } from '../../domain/duration.js';
import { HarnessError } from '../../domain/errors.js';
import type { FaultSpec } from '../../domain/fault-spec.js';
import type { PaymentView } from '../../http/control/replies.js';
import type { Judgement } from '../../judge/judgement.js';
import { judgeUnderWay } from '../../judge/under-way.js';
import type { JsonObject } from '../../protocol/records.js';
import type { ApiRequest } from '../../providers/api-client.js';
import type { Provider } from '../../providers/provider.js';
import type { AwaitPaymentStep, ClockStep, FaultStep, Step, WaitStep } from '../format/scenario.js';
import { callApp } from './call-app.js';
import { createPayment } from './create-payment.js';
import { meetExpectations } from './meet-expectations.js';
import type { Scope } from './scope.js';
import { visitCheckout } from './visit-checkout.js';

/** A step without steps of its own. */
export type PlainStep = Exclude<Step, { type: 'repeat' | 'parallel' }>;

export interface StepParts {
  scope: Scope;
  providers: readonly Provider[];
  /** Unique in the run, and the same again when it is repeated. */
  mark: string;
  /** A step that waits looks once and does not wait: `ExpectationError` when it is not so yet. */
  looksOnce?: boolean;
}

/**
 * Does what the step says. @returns what was expected and seen.
 * @throws HarnessError when the step cannot be done; `ExpectationError` when what it waits for does not come.
 */
export async function performStep(
  step: PlainStep,
  { scope, providers, mark, looksOnce = false }: StepParts,
): Promise<Judgement[]> {
  const { lane } = scope;
  switch (step.type) {
    case 'create':
      await createPayment(step, findProvider(step.provider, providers), mark, scope);
      return [];
    case 'await_payment': {
      scope.setPayment(step.as, await awaitPayment(step, scope, looksOnce ? 0 : step.withinMs));
      return [];
    }
    case 'fault':
      // Checked when the file was read; what references brought in is checked by the stage.
      scope.faults.push({ step, id: (await lane.faults.set(toFaultSpec(step, scope) as FaultSpec)).id });
      return [];
    case 'open':
      await visitCheckout(scope.payment(step.payment).id, null, step.closeTab, scope);
      return [];
    case 'customer':
      await visitCheckout(scope.payment(step.payment).id, scope.object(step.action), step.closeTab, scope);
      return [];
    case 'staff':
      await lane.staff(scope.payment(step.payment), scope.object(step.action));
      return [];
    case 'refund': {
      const caller = {
        keys: lane.keys(step.provider),
        send: (request: ApiRequest) => callProvider(lane.baseUrl(step.provider), request),
      };
      const amount = step.amount === null ? null : Number(scope.value(step.amount));
      await findProvider(step.provider, providers).requestRefund?.(caller, scope.payment(step.payment), amount);
      return [];
    }
    case 'wait':
      await waitUntil(step, scope, looksOnce ? 0 : step.withinMs);
      return [];
    case 'clock':
      await changeClock(step, scope);
      return [];
    case 'hold': {
      const payment = step.payment === null ? {} : { payment: scope.payment(step.payment) };
      if (step.webhooks !== 0) await lane.holds.webhook({ count: step.webhooks, ...payment });
      if (step.redirects !== 0) await lane.holds.redirect({ count: step.redirects, ...payment });
      return [];
    }
    case 'release':
      await lane.holds.release(step.what);
      // A browser that waited goes on to its page now.
      if (step.what !== 'webhook') await Promise.all(scope.openVisits.splice(0));
      return [];
    case 'call':
      return callApp(step, scope);
    case 'set':
      for (const { name, value } of step.variables) scope.setVariable(name, scope.value(value));
      return [];
    case 'expect':
      return meetExpectations(step, scope, looksOnce);
  }
}

/** The first such payment that has no name yet, so that a second step waits for a second one. */
async function awaitPayment({ provider, match }: AwaitPaymentStep, scope: Scope, waitMs: number): Promise<PaymentView> {
  const wish = { provider, ...scope.object(match as JsonObject) };
  for (let after = scope.startSeq; ; ) {
    const payment = await scope.lane.waitFor.payment({ ...wish, after }, { within: waitMs });
    if (!scope.knows(payment.id)) return payment;
    after = payment.history[0]?.seq ?? after + 1;
  }
}

function toFaultSpec({ spec, payment }: FaultStep, scope: Scope): { fault: string } & JsonObject {
  const filled = scope.object(spec);
  if (payment === null) return filled;
  const when = typeof filled.when === 'object' && filled.when !== null && !Array.isArray(filled.when) ? filled.when : {};
  return { ...filled, when: { ...when, payment: scope.payment(payment).id } };
}

async function waitUntil({ until, withinMs }: WaitStep, scope: Scope, waitMs: number): Promise<void> {
  const { waitFor } = scope.lane;
  const options = { within: waitMs };
  switch (until.type) {
    case 'time':
      await setTimeout(until.ms);
      return;
    case 'status':
      await waitFor.status(scope.payment(until.payment), until.status, options);
      return;
    case 'acknowledged':
      await waitFor.acknowledged(scope.payment(until.payment), until.wish, options);
      return;
    case 'redirect':
      await waitFor.redirect(scope.payment(until.payment), options);
      return;
    case 'record': {
      const payment = until.payment === null ? {} : { payment: scope.payment(until.payment) };
      // What an earlier scenario left in the lane is not what this one waits for.
      await waitFor.record(scope.object({ ...until.pattern }), { ...options, ...payment, after: scope.startSeq });
      return;
    }
    case 'idle': {
      const { isIdle } = await scope.lane.idle(waitMs);
      if (isIdle) return;
      throw new ExpectationError([await judgeOpen(`nothing is under way within ${sayDuration(withinMs)}`, scope)]);
    }
  }
}

async function changeClock({ change, withinMs }: ClockStep, scope: Scope): Promise<void> {
  const { clock } = scope.lane;
  const options = { within: withinMs };
  try {
    switch (change.type) {
      case 'advance':
        await clock.advance(change.ms, options);
        return;
      case 'jump':
        await clock.jump(change.to, options);
        return;
      case 'move':
        await clock.moveTo(new Date(change.to), options);
        return;
      case 'speed':
        await clock.setSpeed(change.speed);
    }
  } catch (error) {
    if (!(error instanceof HarnessError) || error.code !== 'clock_held_up') throw error;
    throw new ExpectationError([await judgeOpen(`the clock is moved within ${sayDuration(withinMs)}`, scope)]);
  }
}

async function judgeOpen(expected: string, scope: Scope): Promise<Judgement> {
  return judgeUnderWay(await scope.records(), expected);
}

function findProvider(name: string, providers: readonly Provider[]): Provider {
  const provider = providers.find((candidate) => candidate.name === name);
  if (provider) return provider;
  throw new HarnessError('unknown_provider', `There is no provider "${name}".`);
}
