import type { Judgement } from '../../judge/judgement.js';
import type { ScenarioResult } from '../run/results.js';
import { countSkipped, type Finding, listFindings } from './findings.js';
import { judgeRun, type Report } from './report.js';
import { sayCount, sayDuration, sayLimits, sayRun } from './words.js';

/** How text gets its colours, and how text from elsewhere is made safe to print on one line. */
export interface TextStyle {
  paint(tone: 'good' | 'bad' | 'warn' | 'faint' | 'strong', text: string): string;
  /** As one line that a terminal shows as it is. */
  clean(text: string, maxChars?: number): string;
}

const INDENT = '        ';
const TONES = { passed: 'good', failed: 'bad', broken: 'warn' } as const;
/** Of a message; the rest is in the other reports. */
const MAX_LINES = 20;

/** One line when it passed; else also what was expected and seen, and where. */
export function formatScenario(result: ScenarioResult, style: TextStyle): string[] {
  const { paint, clean } = style;
  const word = paint(TONES[result.verdict], result.verdict.padEnd(7));
  const head = `${word} ${clean(result.name)}  ${paint('faint', sayDuration(result.durationMs))}`;
  const skipped = countSkipped(result);
  const after = skipped > 0 ? [INDENT + paint('faint', `skipped   ${sayCount(skipped, 'step')} after it`)] : [];
  const limits = sayLimits(result).map((limit) => INDENT + paint('faint', clean(limit)));
  return [head, ...listFindings(result).flatMap((finding) => formatFinding(finding, style)), ...after, ...limits];
}

/** What there is to say about the run as a whole. */
export function formatSummary(report: Report, { paint, clean }: TextStyle): string[] {
  const tone = judgeRun(report) === 'passed' ? 'good' : 'bad';
  const notPlayed = report.notPlayed.map(({ name }) => `${paint('faint', 'not played')} ${clean(name)}`);
  return [...notPlayed, paint(tone, sayRun(report))];
}

/** The whole report, as it goes into a file. */
export function formatText(report: Report, style: TextStyle): string {
  const scenarios = report.scenarios.flatMap((result) => formatScenario(result, style));
  return [...scenarios, '', ...formatSummary(report, style), ''].join('\n');
}

function formatFinding({ where, step, judgements, problem }: Finding, style: TextStyle): string[] {
  const { paint, clean } = style;
  const lines = [paint('strong', clean(where)) + (step === null ? '' : `  ${clean(step)}`)];
  for (const [index, judgement] of judgements.entries()) {
    if (index > 0) lines.push('');
    lines.push(...formatJudgement(judgement, style));
  }
  if (problem !== null) {
    const message = problem.message.trimEnd().split(/\r\n|\r|\n/);
    lines.push(...message.slice(0, MAX_LINES).map((line, index) => `${index === 0 ? 'problem ' : '        '}  ${clean(line)}`));
    if (message.length > MAX_LINES) lines.push(`          … ${message.length - MAX_LINES} more lines`);
    if (problem.hint !== null) lines.push(`hint      ${clean(problem.hint)}`);
  }
  return lines.map((line) => (line === '' ? '' : INDENT + line));
}

function formatJudgement({ expected, seen, nearest }: Judgement, { paint, clean }: TextStyle): string[] {
  return [
    `expected  ${clean(expected)}`,
    `${paint('bad', 'seen')}      ${clean(seen)}`,
    ...(nearest === null ? [] : [paint('faint', `nearest   #${nearest.seq} ${nearest.type}: ${clean(nearest.sentence)}`)]),
  ];
}
