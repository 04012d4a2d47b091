import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { formatHtml } from '../../../server/scenarios/report/html.js';
import { maskTexts } from '../../../server/scenarios/report/mask-texts.js';
import { describeInBrowser } from '../../support/chromium.js';
import { makeBroken, makeFailed, makeJudgement, makeReport, makeScenario, makeStep } from './make-report.js';

const evil =
  '<script>document.title = "pwned"</script><img src="http://localhost:9/x" onerror="document.title=1">" onmouseover=\'x\' & \u202e\u0000';

function makeEvil() {
  const judgements = [
    makeJudgement({ isMet: false, expected: evil, seen: evil, nearest: { seq: 1, type: evil, sentence: evil } }),
  ];
  const problem = { code: evil, message: evil, hint: evil };
  const steps = [
    makeStep({ title: evil, verdict: 'failed', judgements, problem }),
    makeStep({ judgements: [makeJudgement({ seen: evil })] }),
  ];
  return makeReport({
    scenarios: [makeFailed({ name: evil, file: evil, tags: [evil], lane: evil, seed: evil, steps, problem })],
    notPlayed: [{ name: evil, file: evil, tags: [] }],
  });
}

test('the page says what happened, what went wrong first', () => {
  const page = formatHtml(makeReport({ scenarios: [makeScenario(), makeFailed(), makeBroken()] }));
  expect(page.indexOf('Paid twice')).toBeLessThan(page.indexOf('Paid once'));
  expect(page).toContain('1 passed, 1 failed, 1 broken in 2.3 s');
  expect(page).toContain('shop/paid-twice.yaml:9:5');
  expect(page).toContain('<td class="seen">$.count is 2</td>');
  expect(page).toContain('Nobody answers at http://localhost:9.');
});

test('nothing that came from elsewhere becomes markup, and nothing is loaded or run', () => {
  const page = formatHtml(makeEvil());
  expect(page).not.toMatch(/<(script|img|link|iframe|a) /i);
  expect(page).not.toContain('<script');
  expect(page).not.toMatch(/[\u0000\u202e]/);
  expect(page).not.toContain('"http://localhost:9/x"');
  const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? '';
  expect(page).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`.replaceAll("'", '&#39;'));
  expect(style).not.toContain('url(');
});

test('masking reaches every text of a report and changes nothing else', () => {
  const masked = maskTexts(makeEvil(), (text) => text.replaceAll(evil, 'X'));
  expect(JSON.stringify(masked)).not.toContain('script');
  expect(masked.durationMs).toBe(2_345);
  expect(masked.scenarios[0]?.steps[0]?.judgements[0]?.isMet).toBe(false);
});

describeInBrowser('the report in a browser', (browser) => {
  test('shows everything as text under its own policy, with no sideways scroll, also at 400 px', async () => {
    const page = await browser.newPage();
    await page.setViewportSize({ width: 400, height: 800 });
    const trouble: string[] = [];
    page.on('console', (message) => trouble.push(message.text()));
    page.on('request', (request) => trouble.push(request.url()));
    await page.setContent(formatHtml(makeEvil()));
    expect(await page.title()).toBe('Not every scenario passed - Paystage');
    expect(await page.locator('details[open] h2, details[open] summary strong').first().textContent()).toContain(
      '<script>document.title',
    );
    expect(await page.locator('script, img').count()).toBe(0);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(400);
    expect(await page.evaluate('getComputedStyle(document.querySelector("main")).maxWidth')).not.toBe('none');
    expect(trouble).toEqual([]);
  });
});
