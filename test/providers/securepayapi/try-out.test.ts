import { describe, expect, test } from 'vitest';
import { createTestStage, headerOf, type TestStage, textOf } from './test-stage.js';

const openTryOut = (stage: TestStage, id: string) => stage.call({ method: 'GET', path: `/try/${id}` });

describe('the page that stands in for the app', () => {
  test('is where an intent can be paid, and says that the provider has no such page', () => {
    const stage = createTestStage();
    const { payment, clientSecret } = stage.make({ externalid: 'inv-2041', theme: 'dark' });
    expect(payment.checkoutUrl).toBe(`http://localhost:4747/securepayapi/try/${payment.id}`);
    const reply = openTryOut(stage, payment.id);
    expect(reply.status).toBe(200);
    const page = textOf(reply);
    expect(page).toContain('SecurePayAPI itself has no such page.');
    expect(page).toContain(`data-widget="../embed?pk=${stage.account.keys.publishableKey}"`);
    expect(page).toContain(`data-client-secret="${clientSecret}"`);
    expect(page).toContain('<html lang="en" data-theme="dark">');
    for (const fact of ['45.99 USD', 'inv-2041', payment.id]) expect(page).toContain(`>${fact}<`);
  });

  test('frames its own origin, is framed by nobody, and has nothing inline', () => {
    const stage = createTestStage({ frameOrigins: ['https://shop.test'] });
    const reply = openTryOut(stage, stage.make().payment.id);
    const policy = headerOf(reply, 'content-security-policy') ?? '';
    expect(policy).toContain("frame-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(textOf(reply)).not.toMatch(/<style|<script(?![^>]*src=)|\son\w+=|style="/i);
    expect(textOf(reply)).not.toMatch(/(?:src|href|data-widget)="(?:\/|https?:)/);
  });

  test('opening it changes nothing, and it is there after the payment, too', () => {
    const stage = createTestStage();
    const { payment } = stage.make();
    const before = structuredClone(stage.payment(payment.id));
    openTryOut(stage, payment.id);
    expect(stage.payment(payment.id)).toEqual(before);
    stage.act(payment.id, { action: 'pay' });
    expect(openTryOut(stage, payment.id).status).toBe(200);
  });

  test('does not exist for an id that no intent has, and does not repeat it', () => {
    const stage = createTestStage();
    const { payment } = stage.make();
    const strangers = ['0'.repeat(24), '__proto__', '<script>alert(1)', `${payment.id}%00`, payment.id.toUpperCase(), '..'];
    for (const id of strangers.filter((stranger) => stranger !== payment.id)) {
      const reply = openTryOut(stage, id);
      expect(reply.status, id).toBe(404);
      expect(textOf(reply)).toContain('Nothing to pay here');
      expect(textOf(reply)).not.toContain('alert(1)');
    }
  });

  test('shows what the app made up as text', () => {
    const stage = createTestStage();
    const { payment } = stage.make({ externalid: '"><img src=x onerror=alert(1)>' });
    const page = textOf(openTryOut(stage, payment.id));
    expect(page).toContain('&#60;img src=x onerror=alert(1)&#62;');
    expect(page).not.toContain('<img');
  });

  test('is not made for a payment of the hosted checkout, which has pages of its own', () => {
    const stage = createTestStage();
    const [product] = stage.account.settings.products as { id: string }[];
    const path = `/${product?.id}`;
    const form = { form_token: `token-of-product:${stage.account.id}:${product?.id}`, card: 'challenge' };
    const paid = stage.call({ method: 'POST', path: `${path}/pay`, body: { kind: 'form', fields: form } });
    const id = headerOf(paid, 'location')?.replace('payments/', '') ?? '';
    expect(stage.payment(id).checkoutUrl).toBe(`http://localhost:4747/securepayapi${path}`);
    expect(openTryOut(stage, id).status).toBe(404);
  });
});
