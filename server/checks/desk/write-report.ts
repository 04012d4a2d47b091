import type { ControlClient } from '../../client/control-client.js';
import type { CheckFinding, CheckRun as LoggedRun } from '../../domain/check-run.js';
import type { ReportForm } from '../../http/control/check-desk.js';
import { catalogue } from '../catalogue/index.js';
import type { ExamProvider } from '../exam/exam.js';
import { buildReport } from '../report/build-report.js';
import { formatCheckReport } from '../report/format.js';
import { type CheckedFinding, type CheckRun, findExitCode } from '../run/results.js';

const FILES = {
  html: { type: 'text/html', extension: 'html' },
  json: { type: 'application/json', extension: 'json' },
  junit: { type: 'application/xml', extension: 'xml' },
} as const;

/** Of a check that somebody else made and that is none of ours. */
const NO_ADVICE = { must: '', costs: '', fixes: { express: '', fastify: '', koa: '', next: '' } };
/** Nothing of it goes to a terminal. */
const PLAIN = { paint: (_style: unknown, text: string) => text, clean: (text: string) => text };

interface ReportParts {
  provider: ExamProvider;
  version: string;
  /** What signed the run's events, where that is known. */
  secret: string | undefined;
  /** Where the records are. */
  source: { control: Pick<ControlClient, 'get'> };
}

/** A run as a file, from what the log tells of it: whoever made it, the command line, a test or the page. */
export async function writeReport(run: LoggedRun, form: ReportForm, { provider, version, secret, source }: ReportParts) {
  const result = run.result ?? 'stopped';
  // They were reported as they came to their end.
  const findings = run.checks.flatMap(({ id }) => run.findings.filter(({ check }) => check === id).map(complete));
  const told: CheckRun = {
    runId: run.id,
    provider: run.provider,
    providerTitle: provider.title,
    documentation: provider.exam.documentation,
    endpoint: run.target,
    startedAt: new Date(run.startedAtMs).toISOString(),
    durationMs: (run.endedAtMs ?? run.startedAtMs) - run.startedAtMs,
    requests: run.requests ?? 0,
    findings,
    notes: run.notes ?? [],
    result,
  };
  const exitCode = findExitCode({ result, findings }, false);
  const report = await buildReport(told, { provider, secret, source, version, exitCode });
  return { ...FILES[form], text: formatCheckReport(form, report, PLAIN) };
}

function complete({ check, title, severity, verdict, sentence, evidence, tookMs = 0 }: CheckFinding): CheckedFinding {
  const advice = catalogue.find(({ id }) => id === check)?.advice ?? NO_ADVICE;
  return { id: check, title, severity, verdict, sentence, evidence, durationMs: tookMs, advice };
}
