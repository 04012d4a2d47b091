import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogue } from '../../server/checks/catalogue/index.js';
import type { ExamProvider } from '../../server/checks/exam/exam.js';
import { fillAddress } from '../../server/checks/exam/templates.js';
import type { CheckRun } from '../../server/checks/run/results.js';
import { runChecks } from '../../server/checks/run/run-checks.js';
import type { Harness } from '../../server/index.js';
import type { CheckVerdict } from '../../server/protocol/check-records.js';
import { providers } from '../../server/providers/index.js';
import { startReceiver } from '../support/receiver-process.js';

export interface Exercise {
  /** Below fixtures/receivers. */
  file: string;
  provider: string;
  /** True: the receiver creates the orders. */
  hasCreate?: boolean;
  env?: Readonly<Record<string, string>>;
  only?: readonly string[];
  /** Default 400. */
  maxRequests?: number;
  /** True: the receiver has the key to decrypt with, and whoever checks it says so. */
  hasEncryption?: boolean;
  /** True: somebody does what an interactive check asks for. */
  isOperated?: boolean;
}

/** Long enough for a receiver on this machine, short enough for all of them; what a broken one does wrong must not come later. */
const SETTLE_MS = 400;
const BROKEN_SETTLE_MS = 1_200;

/** Puts a receiver of the fixtures through the checks, in a lane of its own. */
export async function judgeReceiver(
  harness: Harness,
  { file, provider, hasCreate, hasEncryption, env, only, maxRequests = 400, isOperated }: Exercise,
): Promise<CheckRun> {
  const found = providers.find(({ name }) => name === provider);
  if (!found?.exam) throw new Error(`${provider} has no checks`);
  await using lane = await harness.lane();
  const folder = await mkdtemp(join(tmpdir(), 'paystage-check-'));
  const keyFile = join(folder, 'key');
  await writeFile(keyFile, lane.keys('securepayapi').secretKey ?? '');
  const encryptionKey = hasEncryption ? lane.keys('secpaid').encryptionKey : undefined;
  const receiver = await startReceiver(file, {
    RECONCILE_MS: '300',
    SECUREPAYAPI_SECRET_KEY_FILE: keyFile,
    ...lane.env,
    ...(encryptionKey === undefined ? {} : { SECPAID_ENCRYPTION_KEY: encryptionKey }),
    ...env,
  });
  // The operator of the interactive checks: a key stands alone on the last line of what is asked; whatever else is asked counts as done.
  const askOperator = async (request: string) => {
    const [, key] = request.split('\n');
    if (key !== undefined) await writeFile(keyFile, key.trim());
  };
  try {
    return await runChecks({
      lane,
      provider: found as ExamProvider,
      endpoint: `${receiver.url}/webhooks/${provider}`,
      callback: `${receiver.url}/return${found.exam.pageReturn ? '?payment={id}' : ''}`,
      findProbe: (values) => ({ url: fillAddress(`${receiver.url}/orders/{pay_id}`, values) }),
      ...(hasCreate ? { create: { method: 'POST' as const, url: `${receiver.url}/orders` } } : {}),
      settleMs: file.startsWith('broken/') ? BROKEN_SETTLE_MS : SETTLE_MS,
      maxRequests,
      encryptionKey,
      ...(only ? { only } : {}),
      ...(isOperated ? { askOperator } : {}),
    });
  } finally {
    await receiver.close();
    await rm(folder, { recursive: true });
  }
}

/** Verdict of each check by its id. */
export function toVerdicts({ findings }: CheckRun): Record<string, CheckVerdict> {
  return Object.fromEntries(findings.map(({ id, verdict }) => [id, verdict]));
}

export const interactiveIds = new Set(catalogue.filter(({ isInteractive }) => isInteractive).map(({ id }) => id));
