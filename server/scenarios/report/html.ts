import { createHash } from 'node:crypto';
import type { Judgement } from '../../judge/judgement.js';
import { html, SafeHtml } from '../../providers/html.js';
import type { ScenarioResult, StepResult } from '../run/results.js';
import { type Finding, listFindings } from './findings.js';
import { htmlStyle } from './html-style.js';
import { maskTexts } from './mask-texts.js';
import { judgeRun, type Report } from './report.js';
import { showUnseen } from './visible-text.js';
import { sayCount, sayDuration, sayLimits, sayRun } from './words.js';

const VERDICTS = { passed: 'passed', failed: 'failed', nothing_checked: 'broken' } as const;
const TITLES = { passed: 'All scenarios passed', failed: 'Not every scenario passed', nothing_checked: 'Nothing was checked' };

/**
 * The report as one HTML file that needs nothing else and may be attached to a ticket: no script, nothing loaded, and a policy that would
 * refuse both.
 */
export function formatHtml(report: Report): string {
  const shown = maskTexts(report, showUnseen);
  const verdict = judgeRun(shown);
  const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(htmlStyle).digest('base64')}'; base-uri 'none'; form-action 'none'`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${TITLES[verdict]} - Paystage</title>
<style>${new SafeHtml(htmlStyle)}</style>
</head>
<body>
<main>
<h1>${TITLES[verdict]}</h1>
<p><span class="word ${VERDICTS[verdict]}">${verdict === 'nothing_checked' ? 'no verdict' : verdict}</span>&ensp;${sayRun(shown)}</p>
<p class="muted">Started <time datetime="${shown.startedAt}">${shown.startedAt}</time>, Paystage ${shown.version}</p>
${sortByVerdict(shown.scenarios).map(presentScenario)}
${
  shown.notPlayed.length > 0 &&
  html`<h2>Not played</h2>
<ul>${shown.notPlayed.map(({ name, file }) => html`<li>${name} <code class="muted">${file}</code></li>\n`)}</ul>`
}
</main>
</body>
</html>
`;
  return page.text;
}

/** Who opens it wants to know what went wrong. */
function sortByVerdict(scenarios: readonly ScenarioResult[]): ScenarioResult[] {
  const isBad = ({ verdict }: ScenarioResult) => verdict !== 'passed';
  return [...scenarios.filter(isBad), ...scenarios.filter((scenario) => !isBad(scenario))];
}

function presentScenario(result: ScenarioResult): SafeHtml {
  const { verdict, name, durationMs, file, lane, seed, tags, steps } = result;
  return html`<details${verdict !== 'passed' && html` open`}>
<summary><span class="word ${verdict}">${verdict}</span><strong>${name}</strong><span class="time">${sayDuration(durationMs)}</span></summary>
<div class="facts"><code>${file}</code>${lane !== '' && html`<span>lane ${lane}</span>`}${seed !== null && html`<span>seed ${seed}</span>`}${
    tags.length > 0 && html`<span>${tags.join(', ')}</span>`
  }<span>${sayCount(steps.length, 'step')}</span></div>
${sayLimits(result).map((limit) => html`<p class="limit">${limit}</p>\n`)}${listFindings(result).map(presentFinding)}
<ol class="steps">
${steps.map(presentStep)}</ol>
</details>
`;
}

function presentFinding({ verdict, where, step, judgements, problem }: Finding): SafeHtml {
  return html`<div class="finding${verdict === 'broken' && ' is-broken'}">
<p><code>${where}</code> ${step}</p>
${judgements.map(presentTable)}${
  problem &&
  html`<p>${problem.message}</p>
${problem.hint !== null && html`<p class="muted">${problem.hint}</p>`}`
}</div>
`;
}

function presentTable({ expected, seen, nearest }: Judgement): SafeHtml {
  return html`<table class="table"><tbody>
<tr><th scope="row">expected</th><td>${expected}</td></tr>
<tr><th scope="row">seen</th><td class="seen">${seen}</td></tr>
${nearest && html`<tr><th scope="row">nearest</th><td>#${nearest.seq} <code>${nearest.type}</code> ${nearest.sentence}</td></tr>\n`}</tbody></table>
`;
}

function presentStep({ verdict, title, place, durationMs, judgements }: StepResult): SafeHtml {
  // What was not met stands above the steps.
  const met = judgements.filter(({ isMet }) => isMet);
  return html`<li><span class="word ${verdict}">${verdict}</span><span class="step-title">${title}<code>line ${place.line}</code></span><span class="time">${
    verdict !== 'skipped' && sayDuration(durationMs)
  }</span>${
    met.length > 0 && html`<ul>${met.map(({ expected, seen }) => html`<li>met: ${expected}; seen: ${seen}</li>`)}</ul>`
  }</li>
`;
}
