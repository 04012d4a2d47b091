import type { Check, Finding } from '../../../server/checks/check.js';
import { Budget } from '../../../server/checks/exam/budget.js';
import { createOrderMaker } from '../../../server/checks/exam/create-order.js';
import { Exam, type ExamProvider } from '../../../server/checks/exam/exam.js';
import { InconclusiveError } from '../../../server/checks/exam/inconclusive-error.js';
import { Lateness } from '../../../server/checks/exam/lateness.js';
import { Reactions } from '../../../server/checks/exam/reactions.js';
import { fillAddress } from '../../../server/checks/exam/templates.js';
import { BorrowedAccount } from '../../../server/checks/run/borrowed-account.js';
import { RunJournal } from '../../../server/checks/run/run-journal.js';
import type { Lane } from '../../../server/client/lane.js';
import type { Harness } from '../../../server/index.js';
import { providers } from '../../../server/providers/index.js';
import { startReceiver } from '../../support/receiver-process.js';

export interface Trial {
  check: Check;
  provider: string;
  /** Below fixtures/receivers. */
  file: string;
  /** True: the receiver creates the orders. */
  hasCreate?: boolean;
  hasProbe?: boolean;
  /** True: the receiver has the key to decrypt with, and the check knows. */
  hasEncryption?: boolean;
  /** True: the receiver has ended before the check begins. */
  isDown?: boolean;
  /** That may be sent. Default 200. */
  requests?: number;
  reconcileMs?: number;
  /** Of the receiver. */
  env?: Readonly<Record<string, string>>;
  askOperator?(request: string): Promise<void>;
  /** Once the lane is there. */
  beforehand?(lane: Lane): void;
  /** Before the account is put back. */
  afterwards?(lane: Lane): Promise<void>;
}

const KEY = 'key-of-the-test-0123456789ABCDEF';
const SETTLE_MS = 400;

/** Runs one check without the gate and without the others. */
export async function judgeOne(harness: Harness, trial: Trial): Promise<Finding> {
  const { check, file, hasCreate = false, hasProbe = true, hasEncryption, isDown, askOperator } = trial;
  const provider = providers.find(({ name }) => name === trial.provider) as ExamProvider;
  await using lane = await harness.lane();
  const secrets: Record<string, string> = hasEncryption ? { SECPAID_ENCRYPTION_KEY: KEY } : {};
  const receiver = await startReceiver(file, { RECONCILE_MS: '300', ...lane.env, ...secrets, ...trial.env });
  if (isDown) await receiver.close();
  const endpoint = `${receiver.url}/webhooks/${provider.name}`;
  const callback = `${receiver.url}/return${provider.exam.pageReturn ? '?payment={id}' : ''}`;
  const given = { hasProbe, hasCreate, hasCallback: true, isInteractive: askOperator !== undefined };
  const obstacle = check.findObstacle(provider.exam, given);
  const settings = { ...provider.exam.settings, [provider.exam.endpointSetting]: [endpoint] };
  const lateness = new Lateness();
  lateness.start();
  try {
    if (obstacle) return { verdict: 'skipped', sentence: obstacle.reason, evidence: [] };
    const journal = new RunJournal(lane.control);
    await journal.start(provider.name, endpoint, [check]);
    const borrowed = new BorrowedAccount(lane, provider.name, journal);
    await borrowed.change({ settings });
    const create = { method: 'POST' as const, url: `${receiver.url}/orders` };
    const exam = new Exam(check.id, {
      lane,
      provider,
      borrowed,
      endpoint,
      callback,
      findProbe: hasProbe ? (values) => ({ url: fillAddress(`${receiver.url}/orders/{pay_id}`, values) }) : null,
      createOrder: hasCreate ? createOrderMaker(create, lane, provider.name) : null,
      askOperator: askOperator ?? null,
      budget: new Budget(trial.requests ?? 200),
      reactions: new Reactions(SETTLE_MS),
      lateness,
      reconcileMs: trial.reconcileMs ?? 2_000,
      encryptionKey: hasEncryption ? KEY : undefined,
      sent: [],
      paymentIds: [],
      sinceSeq: 0,
      settings: await borrowed.readSettings(),
    });
    trial.beforehand?.(lane);
    const finding = await check.run(exam).catch((error: unknown): Finding => {
      if (error instanceof InconclusiveError) return { verdict: 'inconclusive', sentence: error.message, evidence: [] };
      throw error;
    });
    await trial.afterwards?.(lane);
    await journal.end('stopped', 0, []);
    return finding;
  } finally {
    lateness.stop();
    await receiver.close();
  }
}
