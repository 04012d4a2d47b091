import type { DiagnosisReport } from '../../checks/diagnose/diagnose.js';
import type { SentProbe } from '../../checks/diagnose/send-probe.js';
import type { Framework } from '../../providers/provider.js';
import { formatMs } from '../format-parts.js';
import { buildCurl } from '../message/build-curl.js';
import type { Paint } from '../paint.js';
import { formatTable } from '../table.js';
import { toTerminalText } from '../terminal-text.js';

/** The cause in one sentence, what was sent and answered, the fix, and how to see it once more. */
export function formatDiagnosis(report: DiagnosisReport, paint: Paint, framework: Framework | undefined): string[] {
  const { diagnosis, probes, endpoint } = report;
  const { cause, confidence, isRight, evidence, further, others } = diagnosis;
  const snippet = framework === undefined ? undefined : cause.snippets?.[framework];
  const ways = Object.keys(cause.snippets ?? {}).join('|');
  return [
    `${paint(isRight ? 'good' : 'bad', isRight ? 'right' : 'wrong')}  ${toTerminalText(cause.sentence)}`,
    ...further.map((sentence) => `       ${toTerminalText(sentence)}`),
    paint(
      'faint',
      `       ${cause.id}, ${confidence}${others.length === 0 ? '' : ` (or ${others.join(', ')})`}; ${probes.length} ${probes.length === 1 ? 'request' : 'requests'} to ${toTerminalText(endpoint, 300)}`,
    ),
    '',
    ...formatProbes(probes, evidence, paint),
    ...(isRight ? [] : ['', `${paint('strong', 'Fix')}  ${cause.fix}`]),
    ...(snippet === undefined ? [] : ['', ...snippet.trimEnd().split('\n')]),
    ...(snippet === undefined && ways !== '' ? [paint('faint', `     As code: --snippet ${ways}`)] : []),
    ...(isRight ? [] : formatCurl(probes, evidence, paint)),
  ];
}

function formatProbes(probes: readonly SentProbe[], evidence: readonly string[], paint: Paint): string[] {
  const isTelling = ({ probe }: SentProbe) => evidence.includes(probe.id);
  return formatTable<SentProbe>(
    [
      { title: ' ', read: (sent) => (isTelling(sent) ? '>' : ' ') },
      { title: 'Answer', read: ({ status, code }) => (status === null ? code : String(status)) },
      { title: 'Time', read: ({ latencyMs }) => formatMs(latencyMs), isRight: true },
      { title: 'Record', read: ({ seq }) => `#${seq}` },
      {
        title: 'Right for',
        read: ({ probe }) => probe.rightFor,
        tint: (sent, cell) => (isTelling(sent) ? paint('strong', cell) : cell),
      },
    ],
    probes,
    paint,
  );
}

/** The genuine delivery as it was sent; where only another one was accepted, that one, too. */
function formatCurl(probes: readonly SentProbe[], evidence: readonly string[], paint: Paint): string[] {
  const telling = probes.filter(({ probe }) => evidence.includes(probe.id) && ['genuine', evidence[1]].includes(probe.id));
  return telling.flatMap(({ probe, url, status, code }) => [
    '',
    paint('faint', `# right for ${probe.rightFor}: ${status ?? code}`),
    ...buildCurl(url, probe.headers, { bytes: Buffer.from(probe.body), file: null }),
  ]);
}
