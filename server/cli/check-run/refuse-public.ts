import { refusePublic as refuse } from '../../checks/given/refuse-public.js';
import { createTargetProbe } from '../../transport/probe-target.js';
import { createTargetPolicy } from '../../transport/target-policy.js';

/** Checks are an attack of a kind: they go to this machine and its own network, elsewhere only where somebody allowed it. @throws HarnessError `blocked_target` (exit 2). */
export async function refusePublic(urls: readonly string[], allowed: readonly string[]): Promise<void> {
  await refuse(urls, createTargetProbe(createTargetPolicy(allowed)));
}
