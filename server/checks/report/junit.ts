import { buildElement, writeXml, type XmlElement } from '../../scenarios/report/xml.js';
import type { CheckReport, ReportedCheck } from './report.js';

/** The report as JUnit XML, described by fixtures/junit.xsd: `fail` is a failure; what could not be judged is skipped, or an error where it is the gate. */
export function formatJunit(report: CheckReport): string {
  const { checks, providerTitle, endpoint, startedAt, durationMs } = report;
  const kinds = checks.map(findKind);
  const count = (kind: string) => String(kinds.filter((one) => one === kind).length);
  const counts = { tests: String(checks.length), failures: count('failure'), errors: count('error'), skipped: count('skipped') };
  const time = toSeconds(durationMs);
  const name = `${providerTitle}: ${endpoint}`;
  const suite = buildElement('testsuite', { name, ...counts, time, timestamp: startedAt }, checks.map(buildCase));
  return writeXml(buildElement('testsuites', { name: 'paystage check', ...counts, time }, [suite]));
}

function buildCase(check: ReportedCheck): XmlElement {
  const { id, title, severity, durationMs } = check;
  const kind = findKind(check);
  const told =
    kind === 'passed' ? [] : [buildElement(kind, describe(check, kind), ...(kind === 'skipped' ? [] : [listEvidence(check)]))];
  return buildElement(
    'testcase',
    { name: `${id} ${title}`, classname: `paystage.check.${severity}`, time: toSeconds(durationMs) },
    [...told, buildElement('system-out', {}, [check.sentence, listEvidence(check)].join('\n'))],
  );
}

function describe({ sentence, verdict }: ReportedCheck, kind: string): Record<string, string> {
  return kind === 'skipped' ? { message: sentence } : { message: sentence, type: verdict };
}

function findKind({ verdict, severity }: ReportedCheck): 'passed' | 'failure' | 'error' | 'skipped' {
  if (verdict === 'fail') return severity === 'gate' ? 'error' : 'failure';
  if (verdict === 'inconclusive') return severity === 'gate' ? 'error' : 'skipped';
  return verdict === 'skipped' ? 'skipped' : 'passed';
}

function listEvidence({ evidence, advice }: ReportedCheck): string {
  const rows = evidence.map(
    ({ name, expected, seen, isMet, reproduction }) =>
      `${isMet === false ? 'not met' : isMet ? 'met    ' : 'seen   '}  ${name}: expected ${expected}; seen ${seen}${isMet === false && reproduction ? `\n${reproduction}` : ''}`,
  );
  return [...rows, ...(advice ? [`right: ${advice.must}`, `why: ${advice.costs}`, advice.page] : [])].join('\n');
}

function toSeconds(ms: number): string {
  return (ms / 1_000).toFixed(3);
}
