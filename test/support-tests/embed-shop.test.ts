import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeInBrowser } from '../support/chromium.js';
import { createEmbedShop } from '../support/embed-shop.js';
import type { Shop } from '../support/shop-config.js';
import { createFakeProvider, type FakeProvider, SECRET } from './fake-provider.js';

let provider: FakeProvider;
let shop: Shop;
beforeEach(async () => {
  provider = await createFakeProvider();
  shop = await createEmbedShop({ securepayapiSecret: SECRET, publishableKey: 'sp_client_mock' });
  shop.configure({ securepayapiUrl: `${provider.url}/securepayapi` });
});
afterEach(async () => {
  await shop.close();
  await provider.close();
});

test('the embed shop says so when the intent cannot be created', async () => {
  provider.isDown = true;
  const response = await fetch(`${shop.url}/checkout`);
  expect(response.status).toBe(502);
  expect(await response.text()).toContain('SecurePayAPI answered 500');
});

describeInBrowser('the embed shop in a browser', (browser) => {
  test('hands the secret to the widget across origins and shows its success', async () => {
    const page = await browser.newPage();
    await page.goto(`${shop.url}/checkout?amount=1234`);
    await page.getByTestId('result').getByText('success').waitFor();
    const intentId = await page.getByTestId('intent').textContent();
    expect(provider.intents).toMatchObject([
      { id: intentId, amount: 1234, externalid: await page.getByTestId('order').textContent() },
    ]);
    expect(JSON.parse((await page.getByTestId('message').textContent()) ?? '')).toMatchObject({
      secret: `pi_${intentId}_secret_x`,
    });
    expect(await page.getByTestId('widget').getAttribute('src')).toBe(`${provider.url}/securepayapi/embed?pk=sp_client_mock`);
  });

  test('shows a failure', async () => {
    shop.configure({ publishableKey: 'sp_client_decline' });
    const page = await browser.newPage();
    await page.goto(`${shop.url}/checkout`);
    await page.getByTestId('result').getByText('failure').waitFor();
  });

  test('ignores what another origin claims', async () => {
    shop.configure({ publishableKey: 'sp_client_decline' });
    const page = await browser.newPage();
    await page.goto(`${shop.url}/checkout`);
    await page.getByTestId('result').getByText('failure').waitFor();
    await page.evaluate(() => window.postMessage({ success: true }, '*'));
    await page.getByTestId('strangers').getByText('1').waitFor();
    expect(await page.getByTestId('result').textContent()).toBe('failure');
  });
});
