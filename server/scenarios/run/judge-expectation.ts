import { readJsonPath } from '../../client/probe/json-path.js';
import { askProbe } from '../../client/probe/probe.js';
import { TimedExpressions } from '../../client/timed-expressions.js';
import { judgeAcknowledged, judgeNothingPending, judgeRefused } from '../../judge/judge-deliveries.js';
import { judgeStatus } from '../../judge/judge-payment.js';
import { judgeActed, judgeProbeValue, type ProbeResult } from '../../judge/judge-probe.js';
import { judgeCount, judgeOrder } from '../../judge/judge-records.js';
import { judgeVisit, type VisitWish } from '../../judge/judge-visit.js';
import type { Judgement } from '../../judge/judgement.js';
import type { JsonObject, LogRecord } from '../../protocol/records.js';
import type { Expectation } from '../format/scenario.js';
import type { Scope } from './scope.js';

/** Judges expectations as things stand now; the app may take `withinMs` to answer a probe. @throws HarnessError `probe_failed`, `no_payment`. */
export async function judgeExpectations(
  expectations: readonly Expectation[],
  scope: Scope,
  withinMs: number,
): Promise<Judgement[]> {
  const endsAtMs = performance.now() + withinMs;
  const ask = () => askProbe(scope.probe(), endsAtMs - performance.now());
  const all = await scope.records();
  const judgements: Judgement[] = [];
  for (const expectation of expectations) judgements.push(...(await judge(expectation, all, scope, ask)));
  return judgements;
}

async function judge(
  expectation: Expectation,
  all: readonly LogRecord[],
  scope: Scope,
  ask: () => Promise<ProbeResult>,
): Promise<Judgement[]> {
  const of = (payment: string) => {
    const { id } = scope.payment(payment);
    return all.filter((record) => 'paymentId' in record && record.paymentId === id);
  };
  // A probe asks about an order, which is mostly that of the last payment.
  const ofLast = () => (scope.lastPayment === null ? all : of(scope.lastPayment));
  switch (expectation.type) {
    case 'acknowledged':
      return [judgeAcknowledged(of(expectation.payment), expectation.wish)];
    case 'refused':
      return [judgeRefused(of(expectation.payment), expectation.wish)];
    case 'redirect':
      return [judgeVisit(of(expectation.payment), scope.object(expectation.wish as JsonObject) as VisitWish)];
    case 'status': {
      const { id } = scope.payment(expectation.payment);
      return [judgeStatus(await scope.lane.payment(id), expectation.status, of(expectation.payment))];
    }
    case 'acted':
      return [judgeActed(await ask(), expectation.times, ofLast())];
    case 'probe': {
      const { value } = await ask();
      return expectation.checks.map((check) =>
        judgeProbeValue(check.path, readJsonPath(value, check.path), scope.value(check.value), ofLast()),
      );
    }
    case 'order':
      return [
        judgeOrder(
          expectation.payment === null ? all : of(expectation.payment),
          expectation.patterns.map((one) => scope.object({ ...one })),
          new TimedExpressions(),
        ),
      ];
    case 'records': {
      const { payment, pattern, count } = expectation;
      return [
        judgeCount(
          payment === null ? all : of(payment),
          scope.object({ ...pattern }),
          count ?? undefined,
          new TimedExpressions(),
        ),
      ];
    }
    case 'nothing_pending':
      return [judgeNothingPending(all)];
  }
}
