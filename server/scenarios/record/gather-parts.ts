import type { ProviderView } from '../../http/control/provider-replies.js';
import type { AccountView, EnvironmentView, PaymentView } from '../../http/control/replies.js';
import type { LogRecord } from '../../protocol/records.js';
import type { RecordingParts } from './recording.js';

/** One GET of the control plane, `path` below `/_paystage/api`; throws what the caller understands. */
export type AskStage = <T>(path: string) => Promise<T>;

const PAGE = 1_000;
const LANE_TYPES = 'fault.set,fault.used,hold.set,account.changed';

/** Asks a stage for everything that a recording of this payment needs; no secret is asked for. */
export async function gatherParts(ask: AskStage, paymentId: string): Promise<RecordingParts> {
  const payment = await ask<PaymentView>(`/payments/${encodeURIComponent(paymentId)}`);
  const lane = `/lanes/${encodeURIComponent(payment.lane)}`;
  const [records, laneRecords, { providers }, account, environment] = await Promise.all([
    readAll(ask, `${lane}/records?payment=${encodeURIComponent(payment.id)}`),
    readAll(ask, `${lane}/records?type=${LANE_TYPES}`),
    ask<{ providers: ProviderView[] }>('/providers'),
    ask<AccountView>(`${lane}/accounts/${encodeURIComponent(payment.provider)}`),
    ask<EnvironmentView>(`${lane}/environment`),
  ]);
  const provider = providers.find(({ name }) => name === payment.provider);
  if (!provider) throw new Error(`The stage knows a payment of ${payment.provider} and not the provider`);
  const env: Record<string, string> = environment.providers.find(({ name }) => name === provider.name)?.env ?? {};
  return { payment, records, laneRecords, provider, account, env };
}

async function readAll(ask: AskStage, path: string): Promise<LogRecord[]> {
  const all: LogRecord[] = [];
  let after = 0;
  for (;;) {
    const found = await ask<{ records: LogRecord[]; newestSeq: number }>(`${path}&limit=${PAGE}&after=${after}`);
    all.push(...found.records);
    if (found.records.length < PAGE) return all;
    after = found.newestSeq;
  }
}
