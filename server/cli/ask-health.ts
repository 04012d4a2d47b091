import { exchangeJson } from '../client/control-client.js';
import type { HealthView } from '../http/control/replies.js';

/** A stage on this machine answers at once or not at all. */
const TIMEOUT_MS = 2_000;

/** What a stage says about itself, or null when none answers at `url`. Needs no token. */
export async function askHealth(url: string): Promise<HealthView | null> {
  try {
    const { value } = await exchangeJson(`${url}/_paystage/health`, { method: 'GET', headers: {}, timeoutMs: TIMEOUT_MS });
    return isHealth(value) ? value : null;
  } catch {
    return null;
  }
}

function isHealth(value: unknown): value is HealthView {
  return typeof value === 'object' && value !== null && 'name' in value && value.name === 'paystage' && 'url' in value;
}
