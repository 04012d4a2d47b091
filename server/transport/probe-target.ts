import { connect } from 'node:net';
import { BlockedTargetError, createResolver, type ResolvedAddress, type ResolveName } from './loopback-lookup.js';
import { createTargetFinder, type RequestTarget } from './request-target.js';
import type { TargetPolicy } from './target-policy.js';
import { describeConnectFailure } from './transport-failure.js';

/** How a target stands just now. */
export interface TargetState {
  /** `blocked`: deliveries may not go there, so nobody asked. */
  state: 'reachable' | 'unreachable' | 'blocked';
  /** One plain clause without a full stop. */
  message: string;
}

/** Asks whether somebody accepts a connection where a URL leads; nothing is sent. Never rejects, and takes `PROBE_TIMEOUT_MS` at most. */
export type ProbeTarget = (url: string) => Promise<TargetState>;

const PROBE_TIMEOUT_MS = 3_000;

/** Where a URL leads, as `host:port`. */
export function toHostAndPort(url: string): string {
  const { hostname, port, protocol } = new URL(url);
  return `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
}

/** Creates a probe that goes where the transport may go and nowhere else. Calls for one place at the same time share their answer. */
export function createTargetProbe(policy: TargetPolicy, resolveName?: ResolveName): ProbeTarget {
  const findTarget = createTargetFinder(policy);
  const resolve = createResolver(policy, resolveName);
  const running = new Map<string, Promise<TargetState>>();
  return (url) => {
    const target = findTarget(url);
    if ('phase' in target) return Promise.resolve({ state: 'blocked', message: target.message });
    const known = running.get(target.origin);
    if (known) return known;
    const probed = probe(target, resolve).finally(() => running.delete(target.origin));
    running.set(target.origin, probed);
    return probed;
  };
}

async function probe(target: RequestTarget, resolve: ResolveName): Promise<TargetState> {
  const { place } = target;
  const end = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<TargetState>((settle) => {
    timer = setTimeout(() => {
      const message = `${place.host} did not accept a connection within ${PROBE_TIMEOUT_MS / 1_000} s`;
      settle({ state: 'unreachable', message });
    }, PROBE_TIMEOUT_MS);
  });
  try {
    return await Promise.race([tooLate, reach(target, resolve, end.signal)]);
  } finally {
    clearTimeout(timer);
    end.abort();
  }
}

/** Tries every address of the name at once: apps listen on either loopback address. */
async function reach({ place, port }: RequestTarget, resolve: ResolveName, end: AbortSignal): Promise<TargetState> {
  let addresses: ResolvedAddress[];
  try {
    addresses = await resolve(place.hostname);
  } catch (error) {
    if (error instanceof BlockedTargetError) return { state: 'blocked', message: error.refusal.message };
    return { state: 'unreachable', message: describeConnectFailure(toError(error), 'dns', place, []).message };
  }
  try {
    await Promise.any(addresses.map(({ address }) => openConnection(address, port, end)));
    return { state: 'reachable', message: `${place.host} accepts connections` };
  } catch (error) {
    const [first] = error instanceof AggregateError ? error.errors : [error];
    const tried = addresses.map(({ address }) => address);
    return { state: 'unreachable', message: describeConnectFailure(toError(first), 'connect', place, tried).message };
  }
}

function openConnection(host: string, port: number, end: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    end.addEventListener('abort', () => socket.destroy(), { once: true });
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    // Also when the connection is given up: nobody waits for it any more.
    socket.once('close', () => reject(new Error('closed')));
    socket.once('error', reject);
  });
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
