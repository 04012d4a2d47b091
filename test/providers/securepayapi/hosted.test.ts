import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../server/protocol/records.js';
import { createTestStage, headerOf, type TestStage, textOf } from './test-stage.js';

const productId = '0123456789abcdef01234567';
const product = { id: productId, name: 'Opera <seat>', amount: 12_50 };

function readHidden(page: string): Record<string, string> {
  const fields = page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g);
  return Object.fromEntries([...fields].map(([, name = '', value = '']) => [name, value]));
}

/** Follows a relative Location as a browser would. */
function resolve(location: string | undefined, from: string): string {
  return new URL(location ?? 'missing', `http://localhost:4747${from}`).pathname;
}

function openShop(settings: JsonObject = {}) {
  const stage = createTestStage({ products: [product], ...settings });
  const open = (path: string, query = {}) => stage.call({ method: 'GET', path, query });
  const post = (path: string, fields: Record<string, string>) =>
    stage.call({ method: 'POST', path, body: { kind: 'form', fields } });
  const page = textOf(open(`/${productId}`));
  const payWith = (card: string) => {
    const reply = post(`/${productId}/pay`, { ...readHidden(page), card });
    return { reply, path: resolve(headerOf(reply, 'location'), `/${productId}/pay`) };
  };
  return { stage, open, post, page, payWith };
}

const idIn = (path: string): string => path.split('/').at(-1) ?? '';
const onlyPayment = (stage: TestStage) => {
  const [payment] = stage.view.paymentsOf(stage.account.id);
  if (!payment) throw new Error('no payment');
  return payment;
};

describe('the hosted page', () => {
  test('shows product and price, and creates nothing', () => {
    const { stage, page } = openShop();
    expect(page).toContain('Opera &#60;seat&#62;');
    expect(page).toContain('12.50 USD');
    expect(stage.paymentCount()).toBe(0);
  });

  test('is there for the product every account starts with', () => {
    const stage = createTestStage();
    const [seeded] = stage.account.settings.products as { id: string }[];
    expect(stage.call({ method: 'GET', path: `/${seeded?.id}` }).status).toBe(200);
  });

  test('may be framed by nobody, and loads nothing inline or absolute', () => {
    const { open, page } = openShop();
    expect(headerOf(open(`/${productId}`), 'content-security-policy')).toContain("frame-ancestors 'none'");
    expect(page).not.toMatch(/<style|<script(?![^>]*src=)|\son\w+=|style="/i);
    expect(page).not.toMatch(/(?:src|href|action)="(?:\/|https?:)/);
  });

  test('makes an intent behind it, leads to its own address, and ends completed', () => {
    const { stage, open, payWith } = openShop();
    const { reply, path } = payWith('frictionless');
    expect(reply.status).toBe(303);
    expect(path).toMatch(new RegExp(`^/${productId}/payments/[0-9a-f]{24}$`));
    expect(textOf(open(path))).toContain('<strong data-testid="payment-status">completed</strong>');
    const payment = onlyPayment(stage);
    expect(payment).toMatchObject({
      id: idIn(path),
      amountMinor: 12_50,
      reference: '',
      outcome: 'succeeded',
      checkoutUrl: `http://localhost:4747/securepayapi/${productId}`,
    });
    expect(stage.bodiesOf(payment.id)[0]).toMatchObject({ famt: 12_50, externalid: '', customerid: '', status: 'INIT' });
    expect(stage.acts()[0]).toMatchObject({ source: 'page', actor: 'customer' });
  });

  test('with INIT at creation announces INIT once', () => {
    const { stage, payWith } = openShop({ initAt: 'creation' });
    payWith('frictionless');
    expect(stage.statusesOf(onlyPayment(stage).id)).toEqual(['INIT', 'PAYING', 'SUCCEEDED']);
  });

  test('leads through the challenge, a failure and another card', () => {
    const { stage, open, post, payWith } = openShop();
    const { path } = payWith('challenge');
    const challenge = textOf(open(path));
    for (const name of ['challenge-pass', 'challenge-fail', 'challenge-abandon']) {
      expect(challenge).toContain(`name="${name}" value="1" data-testid="${name}"`);
    }
    const fields = readHidden(challenge);
    expect(
      resolve(headerOf(post(`${path}/challenge`, { ...fields, 'challenge-abandon': '1' }), 'location'), `${path}/challenge`),
    ).toBe(path);
    expect(textOf(open(path))).toContain('data-testid="left"');
    post(`${path}/challenge`, { ...fields, 'challenge-fail': '1' });
    expect(textOf(open(path))).toContain('data-code="authentication_failed"');
    const again = post(`${path}/pay`, { ...fields, card: 'frictionless' });
    expect(resolve(headerOf(again, 'location'), `${path}/pay`)).toBe(path);
    expect(textOf(open(path))).toContain('completed');
    expect(stage.statusesOf(idIn(path)).filter((status) => status === 'INIT')).toHaveLength(2);
  });

  test('waits by looking again while steps take their time', () => {
    const { stage, open, payWith } = openShop({ stepDelayMs: 1000 });
    const { path } = payWith('frictionless');
    expect(textOf(open(path))).toContain('http-equiv="refresh"');
    stage.advance(2000);
    expect(textOf(open(path))).toContain('completed');
    expect(textOf(open(path))).not.toContain('http-equiv="refresh"');
  });

  test('says that it has expired', () => {
    const { stage, open, payWith } = openShop();
    const { path } = payWith('decline');
    stage.advance(7 * 86_400_000);
    expect(textOf(open(path))).toContain('<strong data-testid="payment-status">expired</strong>');
  });

  test('a form that comes late changes nothing and leads back to how things are', () => {
    const { stage, open, post, payWith } = openShop();
    const { path } = payWith('challenge');
    const fields = readHidden(textOf(open(path)));
    post(`${path}/challenge`, { ...fields, 'challenge-pass': '1' });
    const count = stage.eventsOf(idIn(path)).length;
    for (const [action, extra] of [
      ['challenge', { 'challenge-fail': '1' }],
      ['challenge', {}],
      ['pay', { card: 'frictionless' }],
      ['pay', { card: 'nonsense' }],
    ] as const) {
      expect(post(`${path}/${action}`, { ...fields, ...extra }).status).toBe(303);
    }
    expect(stage.eventsOf(idIn(path))).toHaveLength(count);
  });
});

describe('what the hosted page refuses', () => {
  test('forms without the token of their page', () => {
    const { stage, page, post, payWith } = openShop();
    for (const form_token of ['', 'wrong']) {
      expect(post(`/${productId}/pay`, { ...readHidden(page), form_token, card: 'frictionless' }).status).toBe(403);
    }
    expect(post(`/${productId}/pay`, { card: 'frictionless' }).status).toBe(403);
    expect(stage.paymentCount()).toBe(0);
    const { path } = payWith('challenge');
    expect(post(`${path}/challenge`, { ...readHidden(page), 'challenge-pass': '1' }).status).toBe(403);
    expect(stage.payment(idIn(path)).outcome).toBe('open');
  });

  test('a card it does not know', () => {
    const { stage, page, post } = openShop();
    const reply = post(`/${productId}/pay`, { ...readHidden(page), card: 'declin' });
    expect(reply.status).toBe(400);
    expect(textOf(reply)).toContain('decline');
    expect(stage.paymentCount()).toBe(0);
  });

  test.each(['/ffffffffffffffffffffffff', '/short', '/favicon.ico', '/api', '/%00'])('the address %s', (path) => {
    const { open } = openShop();
    const reply = open(path);
    expect(reply.status).toBe(404);
    expect(textOf(reply)).toContain('Nothing to pay here');
  });

  test('the intent of an API call, which is paid with its client_secret only', () => {
    const { stage, open, post } = openShop();
    const { id } = stage.make().payment;
    const path = `/${productId}/payments/${id}`;
    expect(open(path).status).toBe(404);
    expect(post(`${path}/pay`, { form_token: stage.view.formToken(id), card: 'frictionless' }).status).toBe(404);
    expect(stage.eventsOf(id)).toEqual([]);
  });

  test('a payment under the address of another product', () => {
    const { open, payWith } = openShop();
    const { path } = payWith('frictionless');
    expect(open(path.replace(productId, 'f'.repeat(24))).status).toBe(404);
  });
});

test('of two accounts with the same product, the key in the address says whose page it is', () => {
  const { stage, open, post } = openShop();
  const other = stage.addAccount({ products: [{ ...product, amount: 99 }] });
  const page = textOf(open(`/${productId}`, { pk: other.keys.publishableKey }));
  expect(page).toContain('0.99 USD');
  post(`/${productId}/pay`, { ...readHidden(page), card: 'frictionless' });
  expect([...stage.view.paymentsOf(other.id)]).toHaveLength(1);
  expect([...stage.view.paymentsOf(stage.account.id)]).toHaveLength(0);
  expect(open(`/${productId}`, { pk: 'sp_client_nobody' }).status).toBe(404);
});

test('style and scripts are served under the names that the pages use', () => {
  const { stage, page } = openShop();
  const embed = textOf(stage.call({ method: 'GET', path: '/embed', query: { pk: stage.account.keys.publishableKey ?? '' } }));
  const names = new Set([...`${page}${embed}`.matchAll(/(?:src|href)="(assets\/[^"]+)"/g)].map(([, name]) => name));
  expect(names.size).toBe(3);
  const loaded = new Set<string>();
  const load = (name: string): void => {
    if (loaded.has(name)) return;
    loaded.add(name);
    const text = textOf(stage.call({ method: 'GET', path: `/${name}` }));
    for (const [, imported] of text.matchAll(/from '\.\/([^']+)'/g)) load(`assets/${imported}`);
  };
  for (const name of names) load(name ?? '');
  expect([...loaded].sort()).toEqual([
    'assets/card-fields.browser.js',
    'assets/checkout.browser.js',
    'assets/messages.browser.js',
    'assets/page.css',
    'assets/panels.browser.js',
    'assets/widget.browser.js',
  ]);
});
