import { readFileSync } from 'node:fs';
import { test } from 'vitest';
const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
import type { AttemptFinished, LogRecord } from '../../server/protocol/records.js';
import { describeInBrowser } from '../support/chromium.js';
import { actAsCustomer, connectShop, postJson, startHarness } from '../support/harness.js';
import { createRawBodyShop } from '../support/raw-body-shop.js';
import { openLivePage } from '../ui/live-page.js';
import { createPayingApp } from '../ui/paying-app.js';

describeInBrowser('shots', (browser) => {
  test('shots', async () => {
    const harness = await startHarness();
    const shop = await createRawBodyShop();
    await connectShop(harness, shop);
    const app = await createPayingApp(harness.url);
    const { intentId } = await postJson<{ intentId: string }>(`${shop.url}/buy/securepayapi`, { amount: 2_000 });
    await actAsCustomer(harness, intentId, { action: 'pay' });
    const records = await app.waitForDeliveries();
    const attempt = records.findLast((record) => record.type === 'attempt.finished') as LogRecord & AttemptFinished;
    for (const [name, width, height, colorScheme] of [
      ['light', 1280, 720, 'light'],
      ['dark', 1280, 720, 'dark'],
      ['narrow', 400, 800, 'light'],
    ] as const) {
      const { page } = await openLivePage(await browser.newPage(), harness.url, {
        width, height, colorScheme, path: `/?view=resend&record=${attempt.seq}`,
      });
      const form = page.getByRole('region', { name: 'What is sent' });
      const answers = page.getByRole('region', { name: 'Answers' });
      await form.waitFor();
      if (name === 'light') await page.screenshot({ path: `/tmp/resend-start.png` });
      if (name === 'light') { await page.setViewportSize({ width: 1280, height: 1600 }); await page.screenshot({ path: `/tmp/resend-tall.png` }); await page.setViewportSize({ width, height }); }
      await form.getByRole('button', { name: 'Change one byte' }).click();
      await form.getByRole('radio', { name: 'Keep the old signature' }).check();
      await form.getByRole('button', { name: 'Send', exact: true }).click();
      await answers.getByText('instead of').waitFor();
      await form.getByRole('radio', { name: 'Other key' }).check();
      await form.getByRole('textbox', { name: 'Name of header 1', exact: true }).fill('Bad Name');
      await form.getByRole('button', { name: 'Send', exact: true }).click();
      await page.screenshot({ path: `/tmp/resend-${name}.png`});
      if (name === 'narrow') { await page.setViewportSize({ width: 400, height: 3000 }); await page.screenshot({ path: `/tmp/resend-narrow-tall.png` }); await page.setViewportSize({ width, height }); }
      const check = async (what: string) => { const found = await page.evaluate(async (source) => { new Function(source)(); return ((await (window as any).axe.run()) as any).violations.map((v: any) => [v.id, v.impact, v.nodes.map((n: any) => n.html + ' :: ' + n.failureSummary)]); }, axe).catch((e) => String(e)); console.log(name, what, JSON.stringify(found, null, 1)); };
      await check('resend');
      await page.getByRole('banner').getByRole('button', { name: /Hold|hold|held/ }).click();
      await check('holds');
      await page.screenshot({ path: `/tmp/holds-${name}.png` });
    }
    await harness.close();
    await shop.close();
  }, 60_000);
});
