import type { CheckEvidence, CheckVerdict } from '../../protocol/check-records.js';
import type { TextStyle } from '../../scenarios/report/text.js';
import { sayCount, sayDuration } from '../../scenarios/report/words.js';
import { countVerdicts } from '../run/results.js';
import type { CheckReport, ReportedCheck } from './report.js';

const TONES: Record<CheckVerdict, 'good' | 'bad' | 'warn' | 'faint' | 'strong'> = {
  pass: 'good',
  warn: 'warn',
  fail: 'bad',
  info: 'faint',
  inconclusive: 'warn',
  skipped: 'faint',
};
const INDENT = ' '.repeat(14);
/** Rows below a check; the rest is in the other reports. */
const MAX_ROWS = 8;

/** Longer scripts, which bring a long body along, stand in the other reports only. */
const MAX_SCRIPT_CHARS = 8_000;
const TOO_LONG = '# Too long for this report: see --report html or json.';

/** A finding with what it takes to be told. */
type TextCheck = Pick<ReportedCheck, 'verdict' | 'id' | 'title' | 'sentence'> & {
  evidence: readonly CheckEvidence[];
  advice?: { must: string; costs: string };
};

/** One line when it passed; else also what was seen, what is right, and why it matters. */
export function formatFinding(
  { verdict, id, title, sentence, evidence, advice }: TextCheck,
  { paint, clean }: TextStyle,
): string[] {
  const head = `${paint(TONES[verdict], verdict.padEnd(13))} ${id.padEnd(7)} ${clean(title)}`;
  if (verdict === 'pass') return [head];
  const lines = [clean(sentence)];
  if (verdict === 'fail' || verdict === 'warn') {
    const odd = evidence.filter(({ isMet }) => isMet === false);
    for (const { name, expected, seen, seq } of odd.slice(0, MAX_ROWS)) {
      const place = seq === null ? '' : paint('faint', `  #${seq}`);
      lines.push(`${clean(name)}: expected ${clean(expected)}, ${paint('bad', 'seen')} ${clean(seen)}${place}`);
    }
    if (odd.length > MAX_ROWS) lines.push(paint('faint', `and ${odd.length - MAX_ROWS} more`));
    if (advice)
      lines.push(`${paint('strong', 'right')} ${clean(advice.must)}`, `${paint('strong', 'why')}   ${clean(advice.costs)}`);
  }
  return [head, ...lines.map((line) => INDENT + line)];
}

/** One request of each check that failed or warns, as a script for a shell, and where the rest is. */
export function formatReproductions({ checks }: CheckReport, { paint, clean }: TextStyle): string[] {
  const wrong = checks.filter(({ verdict }) => verdict === 'fail' || verdict === 'warn');
  const lines = wrong.flatMap(({ id, evidence }) => {
    const sent = evidence.filter(({ reproduction }) => reproduction !== undefined);
    const telling = sent.find(({ isMet }) => isMet === false) ?? sent.findLast(({ isMet }) => isMet === null) ?? sent.at(-1);
    if (!telling?.reproduction) return [];
    const head = `# ${id}: ${telling.name}; it was answered ${telling.seen}`;
    return [
      '',
      paint('faint', clean(head)),
      ...(telling.reproduction.length > MAX_SCRIPT_CHARS ? [TOO_LONG] : telling.reproduction.split('\n')).map((line) =>
        clean(line, MAX_SCRIPT_CHARS),
      ),
    ];
  });
  const [page] = wrong.flatMap(({ advice }) => (advice ? [advice.page] : []));
  if (page === undefined) return [];
  const rest = `The smallest fix of each for Express, Fastify, Koa and Next, and every request: --report html=checks.html. The provider's page: ${page}`;
  return [...lines, '', paint('faint', clean(rest))];
}

/** What there is to say about the run as a whole. */
export function formatSummary(
  { checks, requests, durationMs, result, notes }: CheckReport,
  { paint, clean }: TextStyle,
): string[] {
  const counts = Object.entries(countVerdicts(checks)).filter(([, count]) => count > 0);
  const said = counts.map(([verdict, count]) => `${count} ${verdict}`).join(', ');
  const ends = { pass: '', fail: '', gate: '; the gate did not pass, so nothing else was judged', stopped: '; stopped by hand' };
  const tone = result === 'pass' ? 'good' : 'bad';
  const noted = notes.map((note) => `${paint('warn', 'note'.padEnd(13))} ${clean(note)}`);
  return [
    ...(noted.length > 0 ? ['', ...noted] : []),
    '',
    paint(tone, `${said} in ${sayDuration(durationMs)}, ${sayCount(requests, 'request')}${ends[result]}`),
  ];
}

/** The whole report, as it goes into a file. */
export function formatText(report: CheckReport, style: TextStyle): string {
  return [
    ...report.checks.flatMap((check) => formatFinding(check, style)),
    ...formatReproductions(report, style),
    ...formatSummary(report, style),
    '',
  ].join('\n');
}
