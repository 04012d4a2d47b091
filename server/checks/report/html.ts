import { createHash } from 'node:crypto';
import { html, SafeHtml } from '../../providers/html.js';
import { htmlStyle } from '../../scenarios/report/html-style.js';
import { maskTexts } from '../../scenarios/report/mask-texts.js';
import { showUnseen } from '../../scenarios/report/visible-text.js';
import { sayCount, sayDuration } from '../../scenarios/report/words.js';
import { FRAMEWORKS } from '../check.js';
import { countVerdicts } from '../run/results.js';
import type { CheckReport, ReportedCheck, ReportedEvidence } from './report.js';

const TITLES = {
  pass: 'No check failed',
  fail: 'Not every check passed',
  gate: 'Nothing could be judged',
  stopped: 'Stopped before the end',
} as const;
const WORDS = { pass: 'passed', warn: 'broken', fail: 'failed', info: '', inconclusive: 'broken', skipped: '' } as const;
const FRAMEWORK_TITLES = { express: 'Express', fastify: 'Fastify', koa: 'Koa', next: 'Next' } as const;
const style = `${htmlStyle}
.lead { padding: 0 14px 10px; }
.advice { padding: 0 14px 12px; display: grid; gap: 6px; }
.advice pre, .wire { margin: 0; padding: 8px 12px; background: var(--panel); border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere; }
.advice details, .evidence details { border: 0; margin: 4px 0 0; }
.advice details > summary, .evidence details > summary { padding: 2px 0; font-size: 13px; }
table.evidence { width: 100%; table-layout: fixed; border-collapse: collapse; border-top: 1px solid var(--line); }
table.evidence th, table.evidence td { text-align: left; vertical-align: top; padding: 6px 14px; border-bottom: 1px solid var(--line); }
table.evidence th { font-size: 12px; color: var(--muted); }
table.evidence th:first-child { width: 50%; }
table.evidence td { overflow-wrap: anywhere; }
table.evidence tr.told td { border-bottom: 0; padding-bottom: 0; }
table.evidence tr.wired td { padding-top: 0; }
@media (max-width: 520px) { main > details > summary > strong { flex-basis: calc(100% - 100px); } }
.not-met { color: var(--bad); font-weight: 600; }
`;

/** The report as one HTML file that needs nothing else and may be attached to a ticket: no script, nothing loaded, and a policy that would refuse both. */
export function formatHtml(report: CheckReport): string {
  const shown = maskTexts(report, showUnseen);
  const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`;
  const title = TITLES[shown.result];
  const counts = Object.entries(countVerdicts(shown.checks)).filter(([, count]) => count > 0);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} - Paystage</title>
<style>${new SafeHtml(style)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${counts.map(([verdict, count]) => `${count} ${verdict}`).join(', ')} in ${sayDuration(shown.durationMs)}, ${sayCount(shown.requests, 'request')}</p>
<p class="muted">${shown.providerTitle} events to <code>${shown.endpoint}</code>, started <time datetime="${shown.startedAt}">${shown.startedAt}</time>, Paystage ${shown.version}</p>
${shown.notes.length > 0 && html`<ul>${shown.notes.map((note) => html`<li>${note}</li>`)}</ul>`}
${sortByWeight(shown.checks).map(presentCheck)}
</main>
</body>
</html>
`.text;
}

/** Who opens it wants to know what went wrong. */
function sortByWeight(checks: readonly ReportedCheck[]): ReportedCheck[] {
  const order = ['fail', 'warn', 'inconclusive', 'info', 'pass', 'skipped'];
  return checks.toSorted((one, other) => order.indexOf(one.verdict) - order.indexOf(other.verdict));
}

function presentCheck({ id, title, severity, verdict, sentence, durationMs, evidence, advice }: ReportedCheck): SafeHtml {
  const isOpen = verdict === 'fail' || verdict === 'warn';
  return html`<details${isOpen && html` open`}>
<summary><span class="word ${WORDS[verdict]}">${verdict}</span><strong>${id} ${title}</strong><span class="muted">${severity}</span><span class="time">${sayDuration(durationMs)}</span></summary>
<p class="lead">${sentence}</p>
${
  isOpen &&
  advice &&
  html`<div class="advice">
<p><strong>What is right.</strong> ${advice.must}</p>
<p><strong>Why it matters.</strong> ${advice.costs}</p>
${FRAMEWORKS.map(
  (
    framework,
  ) => html`<details><summary>The smallest fix: ${FRAMEWORK_TITLES[framework]}</summary><pre><code>${advice.fixes[framework]}</code></pre></details>
`,
)}<p class="muted">The provider's page: ${advice.page}</p>
</div>
`
}${
  evidence.length > 0 &&
  html`<table class="evidence"><thead><tr><th scope="col">Sent or asked</th><th scope="col">Expected</th><th scope="col">Seen</th></tr></thead><tbody>
${evidence.map(presentEvidence)}</tbody></table>
`
}</details>
`;
}

function presentEvidence({ name, seq, expected, seen, isMet, request, response, reproduction }: ReportedEvidence): SafeHtml {
  const hasMore = request !== undefined || reproduction !== undefined;
  return html`<tr class="${hasMore ? 'told' : ''}"><td>${name}${seq !== null && html` <span class="muted">#${String(seq)}</span>`}</td><td>${expected}</td><td class="${
    isMet === false ? 'not-met' : ''
  }">${seen}</td></tr>
${
  hasMore &&
  html`<tr class="wired"><td colspan="3">${
    request &&
    html`<details><summary>Bytes and answer</summary><pre class="wire">${request.method} ${request.url}
${request.headers.map(([header, value]) => `${header}: ${value}`).join('\n')}

${request.body?.text ?? ''}</pre>${
      response &&
      html`<pre class="wire">${String(response.status)}
${response.headers.map(([header, value]) => `${header}: ${value}`).join('\n')}

${response.body?.text ?? ''}</pre>`
    }</details>`
  }${reproduction && html`<details><summary>Again, in a shell</summary><pre class="wire">${reproduction}</pre></details>`}</td></tr>
`
}`;
}
