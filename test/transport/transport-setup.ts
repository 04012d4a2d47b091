import { networkInterfaces } from 'node:os';
import { afterEach, expect } from 'vitest';
import { sayDuration } from '../../server/domain/duration.js';
import {
  createTransport,
  type Transport,
  type TransportOptions,
  type TransportRequest,
  type TransportResult,
} from '../../server/transport/transport.js';
import type { TransportFailure } from '../../server/transport/transport-failure.js';
import type { Behaviour } from '../support/bad-behaviours.js';
import { BadTarget, type BadTargetOptions } from '../support/bad-target.js';

/** Short, so that a test of a timeout is short; long enough for a busy machine to answer in. */
export const TIMEOUT_MS = 5_000;
export const TIMEOUT_WORDS = sayDuration(TIMEOUT_MS);
/** A wall timer may be this late on a machine that stands still, real ms; less than what drips or never comes would take. */
export const TIMER_SLACK_MS = 30_000;

/** Containers often come without IPv6. */
export const hasIpv6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === '::1'),
);

const transports: Transport[] = [];
const targets: BadTarget[] = [];

/** After each test nothing may be in flight, no connection open on either side, and nothing thrown that nobody caught. */
afterEach(async () => {
  for (const transport of transports.splice(0)) {
    expect(transport.inFlight).toBe(0);
    await transport.close();
  }
  for (const target of targets.splice(0)) {
    await target.waitUntilAlone();
    await target.close();
  }
});

type TransportFailed = Extract<TransportResult, { kind: 'failed' }>;

export function makeTransport(options: TransportOptions = {}): Transport {
  const transport = createTransport(options);
  transports.push(transport);
  return transport;
}

export async function startTarget(options: BadTargetOptions = {}): Promise<BadTarget> {
  const target = await BadTarget.start(options);
  targets.push(target);
  return target;
}

export function makeRequest(url: string, overrides: Partial<TransportRequest> = {}): TransportRequest {
  return {
    url,
    method: 'POST',
    headers: [['Content-Type', 'application/json']],
    body: '{"famt":2000}',
    timeoutMs: TIMEOUT_MS,
    ...overrides,
  };
}

export function expectAnswer(result: TransportResult): Extract<TransportResult, { kind: 'answered' }> {
  if (result.kind === 'failed') throw new Error(`expected an answer, got ${result.code}: ${result.message}`);
  return result;
}

export function expectFailure(
  result: TransportResult,
  code: TransportFailure['code'],
  phase: TransportFailure['phase'],
): TransportFailed {
  if (result.kind === 'answered') throw new Error(`expected ${code}, got status ${result.status}`);
  expect({ code: result.code, phase: result.phase }).toEqual({ code, phase });
  expect(result.message).toMatch(/^[^.].*[^.]$/s);
  return result;
}

/** Sends one request to a target that behaves so. */
export async function sendOnce(behaviour: Behaviour) {
  const target = await startTarget();
  target.next(behaviour);
  const transport = makeTransport();
  return { target, transport, result: await transport.send(makeRequest(target.url())) };
}

/** Whatever a target did, the next request must find the transport as good as new. */
export async function expectUsable({ target, transport }: { target: BadTarget; transport: ReturnType<typeof makeTransport> }) {
  expect(expectAnswer(await transport.send(makeRequest(target.url()))).status).toBe(204);
}
