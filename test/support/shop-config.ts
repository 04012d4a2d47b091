import type { ShopState } from './shop-state.js';

/** Where the shop finds its providers. URLs have no trailing slash: `http://localhost:4747/secpaid`. */
export interface ShopConfig {
  secpaidUrl: string;
  secpaidToken: string;
  securepayapiUrl: string;
  securepayapiSecret: string;
  publishableKey: string;
  /** 32 characters; links ask for encrypted notices when it is set. */
  encryptionKey?: string;
  /** Status of the answer to a genuine SecurePayAPI event, 204 by rule; 200 is the classic mistake. */
  acknowledgeWith?: number;
  /** SecurePayAPI statuses that mean money arrived. Its pages name no final status, so a shop has to be told. */
  paidStatuses?: readonly string[];
  /** Refuses SecurePayAPI events signed longer ago, or further ahead, than this. No limit by default: none is documented. */
  toleranceSeconds?: number;
  /** The time that ages are measured by, where it is not the machine's. */
  nowMs?: () => number;
}

export interface Shop {
  url: string;
  orders: ShopState;
  /** Changes the configuration of a shop that already listens; what is not named stays. */
  configure(changes: Partial<ShopConfig>): void;
  close(): Promise<void>;
}

export const DEFAULT_PAID_STATUSES: readonly string[] = ['SUCCEEDED'];

/**
 * A setting that the shop cannot work without.
 * @throws Error naming the setting when it is not set yet.
 */
export function requireSetting(config: Partial<ShopConfig>, name: keyof ShopConfig & `sec${string}`): string {
  const value = config[name];
  if (!value) throw new Error(`the shop has no ${name} yet; call configure({ ${name} })`);
  return value;
}
