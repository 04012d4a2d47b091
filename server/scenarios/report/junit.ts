import { formatJudgements } from '../../judge/table.js';
import type { ScenarioResult } from '../run/results.js';
import { type Finding, listFindings } from './findings.js';
import type { Report, ScenarioHead } from './report.js';
import { sayDuration } from './words.js';
import { buildElement, writeXml, type XmlElement } from './xml.js';

/**
 * The report as JUnit XML, described by fixtures/junit.xsd: a suite for each file with a test case for each of its scenarios. What was not as
 * expected is a `failure`, what could not be judged an `error`, what was not played is `skipped`.
 */
export function formatJunit(report: Report): string {
  const files = [...new Set([...report.scenarios, ...report.notPlayed].map(({ file }) => file))];
  const suites = files.map((file) => {
    const played = report.scenarios.filter((scenario) => scenario.file === file);
    const notPlayed = report.notPlayed.filter((scenario) => scenario.file === file);
    return buildSuite(file, played, notPlayed, report.startedAt);
  });
  return writeXml(
    buildElement(
      'testsuites',
      { name: 'paystage', ...countAll(report.scenarios, report.notPlayed), time: toSeconds(report.durationMs) },
      suites,
    ),
  );
}

function buildSuite(
  file: string,
  played: readonly ScenarioResult[],
  notPlayed: readonly ScenarioHead[],
  startedAt: string,
): XmlElement {
  const time = toSeconds(played.reduce((sum, { durationMs }) => sum + durationMs, 0));
  const attributes = { name: file, ...countAll(played, notPlayed), time, timestamp: startedAt, file };
  return buildElement('testsuite', attributes, [...played.map(buildCase), ...notPlayed.map(buildSkippedCase)]);
}

function buildCase(result: ScenarioResult): XmlElement {
  const { name, file, lane, seed, tags, durationMs } = result;
  const properties: [string, string][] = [
    ...(lane === '' ? [] : [['lane', lane] satisfies [string, string]]),
    ...(seed === null ? [] : [['seed', seed] satisfies [string, string]]),
    ...tags.map((tag): [string, string] => ['tag', tag]),
    ...result.withoutTarget.map((provider): [string, string] => ['without-target', provider]),
    ...result.notAsked.map(({ what, place, why }): [string, string] => ['not-asked', `${what} (line ${place.line}): ${why}`]),
  ];
  return buildElement('testcase', { name, classname: toClassName(file), file, time: toSeconds(durationMs) }, [
    ...(properties.length === 0
      ? []
      : [
          buildElement(
            'properties',
            {},
            properties.map(([key, value]) => buildElement('property', { name: key, value })),
          ),
        ]),
    ...listFindings(result).map(buildFinding),
    buildElement('system-out', {}, listSteps(result)),
  ]);
}

function buildSkippedCase({ name, file }: ScenarioHead): XmlElement {
  return buildElement('testcase', { name, classname: toClassName(file), file, time: '0.000' }, [
    buildElement('skipped', { message: 'not played: the run was over before' }),
  ]);
}

function buildFinding({ verdict, where, step, judgements, problem }: Finding): XmlElement {
  const [first] = judgements;
  const message = first ? `expected ${first.expected}; seen ${first.seen}` : (problem?.message ?? 'not as expected');
  const text = [
    step === null ? where : `${where}  ${step}`,
    ...(judgements.length === 0 ? [] : [formatJudgements(judgements)]),
    ...(problem === null ? [] : [problem.message]),
    ...(problem?.hint ? [`hint: ${problem.hint}`] : []),
  ].join('\n\n');
  const type = problem?.code ?? 'expectation_failed';
  return buildElement(verdict === 'failed' ? 'failure' : 'error', { message, type }, text);
}

/** Every step on a line of its own, with what was judged below it. */
function listSteps({ steps, file }: ScenarioResult): string {
  return steps
    .flatMap(({ verdict, title, place, durationMs, judgements }) => [
      `${verdict.padEnd(7)} ${file}:${place.line}  ${title}  ${sayDuration(durationMs)}`,
      ...judgements.map(({ isMet, expected, seen }) => `        ${isMet ? 'met' : 'not met'}: ${expected}; seen: ${seen}`),
    ])
    .join('\n');
}

function countAll(played: readonly ScenarioResult[], notPlayed: readonly ScenarioHead[]) {
  const kinds = played.map((result) => new Set(listFindings(result).map(({ verdict }) => verdict)));
  return {
    tests: String(played.length + notPlayed.length),
    failures: String(kinds.filter((kind) => kind.has('failed')).length),
    errors: String(kinds.filter((kind) => kind.has('broken')).length),
    skipped: String(notPlayed.length),
  };
}

/** Readers group by it and take dots for packages. */
function toClassName(file: string): string {
  const name = file
    .replace(/\.[^./\\]*$/, '')
    .split(/[\\/]+/)
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('.');
  return name === '' ? 'scenario' : name;
}

function toSeconds(ms: number): string {
  return (ms / 1_000).toFixed(3);
}
