import type { ControlClient } from '../../client/control-client.js';
import { HarnessError } from '../../domain/errors.js';
import { hideCredentials } from '../../domain/url-credentials.js';
import type { PaymentView } from '../../http/control/replies.js';
import type { LogRecord } from '../../protocol/records.js';
import type { CheckedFinding, CheckRun } from '../run/results.js';
import type { CheckReport, ReportedCheck, ReportedEvidence } from './report.js';
import { type Reproducer, reproduceResend, reproduceVisit } from './reproduce.js';

/** Bytes and replies make a report long; of a check that passed nobody reads them. */
const WITH_EXCHANGES = new Set(['fail', 'warn', 'inconclusive', 'info']);

/** What a report is built from beside the run. */
export interface ReportParts extends Reproducer {
  /** Where records can be read: a lane, or the stage as a whole. */
  source: { control: Pick<ControlClient, 'get'> };
  version: string;
  exitCode: number;
}

/** Completes a run with what was sent and answered, from the log. */
export async function buildReport(run: CheckRun, parts: ReportParts): Promise<CheckReport> {
  const { findings, endpoint, ...rest } = run;
  const { version, exitCode } = parts;
  const checks: ReportedCheck[] = [];
  for (const finding of findings) checks.push(await reportOne(finding, run.documentation, parts));
  return { version, ...rest, endpoint: hideCredentials(endpoint), checks, exitCode };
}

async function reportOne({ advice, ...finding }: CheckedFinding, page: string, parts: ReportParts): Promise<ReportedCheck> {
  if (!WITH_EXCHANGES.has(finding.verdict)) return finding;
  const evidence: ReportedEvidence[] = [];
  for (const one of finding.evidence) evidence.push(one.seq === null ? one : { ...one, ...(await readExchange(one.seq, parts)) });
  return { ...finding, evidence, advice: { ...advice, page } };
}

async function readExchange(seq: number, parts: ReportParts): Promise<Partial<ReportedEvidence>> {
  const { control } = parts.source;
  const record = await control.get<LogRecord>(`/records/${seq}`).catch(forgetGone);
  if (record?.type === 'customer.visited') return { reproduction: reproduceVisit(record) };
  if (record?.type !== 'resend.finished') return {};
  const { request, response, paymentId, eventId } = record;
  const payment = await control.get<PaymentView>(`/payments/${encodeURIComponent(paymentId)}`).catch(forgetGone);
  const event = payment?.events.find(({ id }) => id === eventId);
  return { request, response: response ?? null, reproduction: reproduceResend(record, event?.body, parts) };
}

const GONE = ['unknown_record', 'unknown_payment'];

/** An old log was shortened meanwhile, or the lane is no more: what was found stays true. */
function forgetGone(error: unknown): null {
  if (error instanceof HarnessError && GONE.includes(error.code)) return null;
  throw error;
}
