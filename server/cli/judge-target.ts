import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { TargetPolicy } from '../transport/target-policy.js';

/** Why deliveries to a `host:port` will be refused, as one clause; null when they will not, or when its name cannot be resolved now. */
export async function judgeTarget(hostAndPort: string, policy: TargetPolicy): Promise<string | null> {
  const host = hostAndPort.slice(0, hostAndPort.lastIndexOf(':')).replace(/^\[(.*)\]$/, '$1');
  if (/^(.+\.)?localhost\.?$/i.test(host)) return null;
  const addresses = isIP(host)
    ? [host]
    : await lookup(host, { all: true }).then(
        (found) => found.map(({ address }) => address),
        () => [],
      );
  for (const address of addresses) {
    const refusal = policy.checkAddress(host, address);
    if (refusal) return refusal.message;
  }
  return null;
}
