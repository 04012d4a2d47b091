import type { ControlClient } from '../../client/control-client.js';
import { HarnessError } from '../../domain/errors.js';
import type { LogRecord } from '../../protocol/records.js';
import type { CheckedFinding, CheckRun } from '../run/results.js';
import { buildCurl } from './curl.js';
import type { CheckReport, ReportedCheck, ReportedEvidence } from './report.js';

/** Bytes and replies make a report long; of a check that passed nobody reads them. */
const WITH_EXCHANGES = new Set(['fail', 'warn', 'inconclusive', 'info']);

/** Where records can be read: a lane, or the stage as a whole. */
interface RecordSource {
  control: Pick<ControlClient, 'get'>;
}

/** Completes a run with what was sent and answered, from the log. */
export async function buildReport(run: CheckRun, lane: RecordSource, version: string, exitCode: number): Promise<CheckReport> {
  const { findings, ...rest } = run;
  const checks: ReportedCheck[] = [];
  for (const finding of findings) checks.push(await reportOne(finding, run.documentation, lane));
  return { version, ...rest, checks, exitCode };
}

async function reportOne({ advice, ...finding }: CheckedFinding, page: string, lane: RecordSource): Promise<ReportedCheck> {
  if (!WITH_EXCHANGES.has(finding.verdict)) return finding;
  const evidence: ReportedEvidence[] = [];
  for (const one of finding.evidence) evidence.push(one.seq === null ? one : { ...one, ...(await readExchange(one.seq, lane)) });
  return { ...finding, evidence, advice: { ...advice, page } };
}

async function readExchange(seq: number, lane: RecordSource): Promise<Partial<ReportedEvidence>> {
  const record = await lane.control.get<LogRecord>(`/records/${seq}`).catch(forgetGone);
  if (record?.type !== 'resend.finished') return {};
  const { request, response } = record;
  return { request, response: response ?? null, reproduction: buildCurl(request) };
}

/** An old log was shortened meanwhile: what was found stays true. */
function forgetGone(error: unknown): null {
  if (error instanceof HarnessError && error.code === 'unknown_record') return null;
  throw error;
}
