import type { Page } from 'playwright-core';
import { encode } from 'uqr';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { describeInBrowser } from '../support/chromium.js';
import { callControl, readPayment, startHarness } from '../support/harness.js';
import { expectNoSidewaysScroll, openLivePage } from '../ui/live-page.js';

describeInBrowser('creating a payment on the live page', (browser) => {
  let harness: Harness;

  beforeEach(async () => {
    harness = await startHarness();
  });
  afterEach(() => harness.close());

  const answerOf = (page: Page) => page.getByRole('region', { name: 'Answer' });
  const create = (page: Page) => page.getByRole('button', { name: 'Create', exact: true }).click();
  const openCreate = async (options: Parameters<typeof openLivePage>[2] = {}) =>
    openLivePage(await browser.newPage(), harness.url, { path: '/?view=create', height: 900, ...options });

  test.each(['light', 'dark'] as const)(
    'makes a link, opens its checkout in a new tab and draws its QR code, in %s',
    async (colorScheme) => {
      const { page, problems } = await openCreate({ colorScheme });
      await page.getByLabel('Amount in EUR').fill('19.90');
      await page.getByLabel('Note', { exact: true }).fill('Order 99');
      await create(page);
      const answer = answerOf(page);
      await answer.getByText('Status 200').waitFor();
      await answer.getByText('"recipient_note": "Order 99"').waitFor();

      const opening = page.waitForEvent('popup');
      await answer.getByRole('link', { name: 'Open checkout in a new tab' }).click();
      const checkout = await opening;
      await checkout.getByText('Order 99').first().waitFor();
      expect(await checkout.evaluate(() => window.opener)).toBeNull();

      const code = await readCode(page);
      const expected = encode(checkout.url(), { ecc: 'M', border: 4 }).data;
      expect(code.modules).toEqual(expected);
      expect(code.colours).toEqual({ dark: 'rgb(0, 0, 0)', light: 'rgb(255, 255, 255)' });
      await answer.getByText('opens on this machine only').waitFor();

      const { payments } = await callControl<{ payments: { id: string; amount: string }[] }>(harness, 'GET', '/payments');
      expect(payments.map(({ amount }) => amount)).toEqual(['19.90']);
      await answer.getByRole('link', { name: 'Open payment' }).click();
      expect(new URL(page.url()).searchParams.get('payment')).toBe(payments[0]?.id);
      expect(problems).toEqual([]);
    },
  );

  test('makes an intent, opens the page that stands in for an app, and draws its QR code', async () => {
    const { page, problems } = await openCreate();
    await page.getByText('SecurePayAPI', { exact: true }).click();
    await page.getByLabel('External id').fill('order-7');
    await create(page);
    const answer = answerOf(page);
    const opening = page.waitForEvent('popup');
    await answer.getByRole('link', { name: 'Open checkout in a new tab' }).click();
    const checkout = await opening;
    await checkout.getByText('Waiting for the result').waitFor();
    expect((await readCode(page)).modules).toEqual(encode(checkout.url(), { ecc: 'M', border: 4 }).data);
    const open = answer.getByRole('link', { name: 'Open payment' });
    const id = new URL((await open.getAttribute('href')) ?? '', harness.url).searchParams.get('payment') ?? '';
    expect(await readPayment(harness, id)).toMatchObject({ provider: 'securepayapi', amountMinor: 2_000, reference: 'order-7' });
    await open.click();
    expect(new URL(page.url()).searchParams.get('payment')).toBe(id);
    expect(problems).toEqual([]);
  });

  test('shows a refusal in the words of the provider, and keeps everything that was typed', async () => {
    const { page, problems } = await openCreate();
    await page.getByText('SecurePayAPI', { exact: true }).click();
    await page.getByLabel('Description').fill('x');
    await page.getByText('More fields').click();
    await page.getByLabel('Metadata').fill('a=1\nb=2');
    await create(page);
    await answerOf(page).getByText('Status 400').waitFor();
    await answerOf(page).getByText('description must be a string of 5 to 100 characters').waitFor();
    expect(await page.getByLabel('Description').inputValue()).toBe('x');

    await page.getByLabel('Amount in cents').fill('20 dollars');
    await create(page);
    await page.getByText('“20 dollars” is no number.').waitFor();
    await page.locator(':focus').and(page.getByLabel('Amount in cents')).waitFor();
    await page.getByLabel('Amount in cents').fill('2100');
    await page.getByLabel('Description').fill('long enough');
    await create(page);
    await answerOf(page).getByText('Payment created').waitFor();
    expect((await callControl<{ total: number }>(harness, 'GET', '/payments')).total).toBe(1);
    expect(problems).toEqual([]);
  });

  test('an answer that comes late writes nothing into the address of another view', async () => {
    const { page } = await openCreate();
    let answer = () => {};
    const isAnswered = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/accounts/*/payments', async (route) => {
      await isAnswered;
      await route.continue();
    });
    const reply = page.waitForResponse('**/accounts/*/payments');
    await create(page);
    await page.getByRole('link', { name: 'Payments' }).click();
    answer();
    await (await reply).finished();
    await page.getByText('EUR').first().waitFor();
    expect(new URL(page.url()).search).toBe('?view=payments');
  });

  test('brings the payment that was created back after a reload and after Back, for the provider it belongs to', async () => {
    const { page, problems } = await openCreate();
    await page.getByLabel('Note', { exact: true }).fill('Order 31');
    await create(page);
    await answerOf(page).getByText('"recipient_note": "Order 31"').waitFor();
    await page.getByText('SecurePayAPI', { exact: true }).click();
    expect(new URL(page.url()).searchParams.get('created')).toBeNull();
    await create(page);
    const body = await answerOf(page).getByText('"client_secret"').textContent();
    const id = new URL(page.url()).searchParams.get('created');
    expect(body).toContain(`"${id}"`);

    await page.reload();
    await answerOf(page).getByText('Payment created').waitFor();
    expect(await answerOf(page).getByText('"client_secret"').textContent()).toBe(body);
    await answerOf(page)
      .getByRole('img', { name: `QR code: ${(await readPayment(harness, id ?? '')).checkoutUrl}` })
      .waitFor();
    await answerOf(page).getByRole('link', { name: 'Open payment' }).click();
    await page.getByRole('region', { name: 'Timeline' }).waitFor();
    await page.goBack();
    await answerOf(page).getByText('Payment created').waitFor();
    await answerOf(page).getByRole('link', { name: 'Show the call' }).click();
    await page.getByText('payment-intents').first().waitFor();

    await page.goto(`${harness.url}/?view=create&created=50001`);
    await answerOf(page).getByText('"recipient_note": "Order 31"').waitFor();
    await page.goto(`${harness.url}/?view=create&created=%3Cb%3E`);
    await page.getByText('The answer of the call will stand here').waitFor();
    expect(problems.filter((problem) => !problem.includes('status of 404'))).toEqual([]);
  });

  test('remembers the fields of each provider when the view is left or the page loaded anew, but no secret', async () => {
    const { page } = await openCreate();
    await page.getByLabel('Note', { exact: true }).fill('Order 12');
    await page.getByText('More fields').click();
    await page.getByLabel('Encryption key of this link').fill('0123456789abcdef0123456789abcdef');
    await page.getByText('SecurePayAPI', { exact: true }).click();
    await page.getByLabel('External id').fill('order-12');
    await page.getByRole('link', { name: 'Accounts' }).click();
    await page.getByRole('region', { name: 'Switches' }).waitFor();
    await page.keyboard.press('n');
    await expect.poll(() => page.getByLabel('External id').inputValue()).toBe('order-12');
    await page.reload();
    await expect.poll(() => page.getByLabel('External id').inputValue()).toBe('order-12');
    await page.getByText('SecPaid', { exact: true }).click();
    expect(await page.getByLabel('Note', { exact: true }).inputValue()).toBe('Order 12');
    expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('0123456789abcdef');
    await page.getByRole('button', { name: 'Back to defaults' }).click();
    expect(await page.getByLabel('Note', { exact: true }).inputValue()).toBe('Order 7731');
  });

  test('can be used on 400 pixels, by keyboard alone', async () => {
    const { page, problems } = await openCreate({ width: 400, height: 700 });
    await page.getByLabel('Amount in EUR').fill('5');
    await page.getByLabel('Amount in EUR').press('Enter');
    await answerOf(page)
      .getByRole('img', { name: /^QR code: http/ })
      .waitFor();
    await expect
      .poll(() =>
        answerOf(page)
          .getByRole('heading')
          .evaluate((heading) => heading.getBoundingClientRect().top),
      )
      .toBeLessThan(300);
    await expectNoSidewaysScroll(page);
    expect(await page.getByRole('main').evaluate((main) => main.scrollWidth - main.clientWidth)).toBe(0);
    expect(problems).toEqual([]);
  });

  /** The code as a camera sees it: the colour in the middle of every module. */
  async function readCode(page: Page) {
    return page.getByRole('img', { name: /^QR code/ }).evaluate((svg: Element) => {
      const size = Number(svg.getAttribute('viewBox')?.split(' ')[2]);
      const [light, dark] = [...svg.children] as SVGGeometryElement[];
      if (!light || !dark) throw new Error('the code has no modules');
      const point = (svg as SVGSVGElement).createSVGPoint();
      const isDark = (x: number, y: number) => {
        point.x = x + 0.5;
        point.y = y + 0.5;
        return dark.isPointInFill(point);
      };
      const modules = Array.from({ length: size }, (_, y) => Array.from({ length: size }, (__, x) => isDark(x, y)));
      return { modules, colours: { dark: getComputedStyle(dark).fill, light: getComputedStyle(light).fill } };
    });
  }
});
