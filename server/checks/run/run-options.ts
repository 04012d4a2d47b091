import type { AppCall } from '../../client/app-call.js';
import type { Lane } from '../../client/lane.js';
import type { Probe } from '../../client/probe/probe.js';
import type { CreateTemplate } from '../exam/create-order.js';
import type { ExamProvider } from '../exam/exam.js';
import type { CheckedFinding } from './results.js';

/** Its `signal` stops the run: what waits for the app is cut off, and no further check begins. */
export interface RunChecksOptions extends AppCall {
  /** Where payments are made. What the checks need of its account is lent to them until they end. */
  lane: Lane;
  provider: ExamProvider;
  /** Where the app takes events. */
  endpoint: string;
  /** Where browsers come back to. */
  callback?: string | undefined;
  /** What the app signs or calls with; the account's own key when left out. */
  secret?: string | undefined;
  /** Asks the app about an order, by values such as `externalid`. */
  findProbe?: ((values: Readonly<Record<string, string>>) => Probe) | undefined;
  /** How the app creates an order; left out, payments are created without its knowledge. */
  create?: CreateTemplate | undefined;
  /** Ids; all when left out. The gate always runs. */
  only?: readonly string[] | undefined;
  skip?: readonly string[] | undefined;
  /** Requests to the app. Default 200. */
  maxRequests?: number | undefined;
  /** Real ms after which an effect that was not seen did not happen. Default: max(2 s, 5 x the median reaction). */
  settleMs?: number | undefined;
  /** Real ms in which the app is to find out by itself what it was not told. Default 10 s. */
  reconcileMs?: number | undefined;
  /** The key that the app decrypts events with; left out, reading them is only judged where the account encrypts its events. */
  encryptionKey?: string | undefined;
  /** Asks the operator to do something and resolves when it is done. */
  askOperator?: ((request: string) => Promise<void>) | undefined;
  /** Told as soon as the log tells of the run. */
  onStart?(runId: string): void;
  onFinding?(finding: CheckedFinding): void;
}
