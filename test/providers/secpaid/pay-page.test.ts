import { describe, expect, test } from 'vitest';
import type { RouteOutcome } from '../../../server/providers/provider.js';
import { headersOf, htmlOf } from './replies.js';
import { callback, createStage, endpoint, type Stage } from './stage.js';

const targets = { callbackUrls: [callback], paymentEndpoints: [endpoint] };
const open = (stage: Stage, link_id?: string): RouteOutcome =>
  stage.request('GET', '/payment', { query: link_id === undefined ? {} : { link_id } });
const pageOf = ({ reply }: RouteOutcome): [number, string] => [reply.status, htmlOf(reply)];

describe('the pay page', () => {
  test('shows amount, note and the buttons, under stable names', () => {
    const stage = createStage();
    stage.create({ recipient_note: 'Order 7731' });
    const outcome = open(stage, 'NTAwMDE=');
    const [status, page] = pageOf(outcome);
    expect(status).toBe(200);
    expect(page).toContain('<p class="amount" data-testid="amount">€42.50</p>');
    expect(page).toContain('<p class="note" data-testid="note">Order 7731</p>');
    for (const button of ['pay-card', 'pay-bank-transfer', 'cancel'])
      expect(page).toContain(`name="action" value="${button}" data-testid="${button}"`);
    expect(page).toContain('<input type="hidden" name="link_id" value="NTAwMDE=">');
    expect(page).toContain('<input type="hidden" name="form_token" value="form-token-of-50001">');
    expect(page).toContain('name="card" value="decline"');
    expect(page).not.toContain('data-testid="declined"');
    expect(outcome).toMatchObject({ paymentId: '50001', accountId: stage.account.id });
    expect(outcome.changes ?? []).toEqual([]);
  });

  test.each(['NTAwMDE=', 'NTAwMDE', 'NTAwMDE%3D', 'NTAwMDE%3d'])('opens with link_id %s', (linkId) => {
    const stage = createStage();
    stage.create();
    expect(open(stage, linkId).reply.status).toBe(200);
  });

  test('offers only what the link offers', () => {
    const stage = createStage();
    stage.create({ cancellable: false, bank_transfer: false });
    const [, page] = pageOf(open(stage, 'NTAwMDE='));
    expect(page).toContain('data-testid="pay-card"');
    for (const missing of ['data-testid="cancel"', 'data-testid="pay-bank-transfer"', 'data-testid="note"'])
      expect(page).not.toContain(missing);
  });

  test('escapes whatever the note says', () => {
    const stage = createStage();
    stage.create({ recipient_note: '<script>alert(1)</script>"\'&' });
    const [, page] = pageOf(open(stage, 'NTAwMDE='));
    expect(page).not.toContain('<script');
    expect(page).toContain('&#60;script&#62;alert(1)&#60;/script&#62;&#34;&#39;&#38;');
  });

  test('has neither inline style nor script, and only relative addresses', () => {
    const stage = createStage();
    stage.create();
    const [, page] = pageOf(open(stage, 'NTAwMDE='));
    expect(page).not.toMatch(/<script|<style|style=|\son\w+=/);
    expect([...page.matchAll(/(?:href|action|src)="([^"]*)"/g)].map(([, address]) => address)).toEqual([
      'data:,',
      'assets/pay-page.css',
      'payment',
    ]);
    const css = stage.request('GET', '/assets/pay-page.css').reply.content;
    expect(css?.kind).toBe('css');
    expect(css && 'text' in css && css.text).toContain('prefers-color-scheme: dark');
  });

  test('lets the form lead away to the shop, and nothing else', () => {
    const stage = createStage();
    stage.create();
    for (const { reply } of [open(stage, 'NTAwMDE='), open(stage, 'x'), stage.request('POST', '/payment')]) {
      const policy = headersOf(reply)['content-security-policy'] ?? '';
      expect(policy).toContain('form-action http: https:');
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
    }
  });

  test.each([undefined, '', 'x', '50001', 'OTk5', 'NTAwMDE==', '%', '__proto__'])('link_id %j is 404', (linkId) => {
    const stage = createStage();
    stage.create();
    stage.call('deleteLink', { link_id: 50001 });
    expect(open(stage, linkId).reply.status).toBe(404);
  });

  test('answers 404 for a deleted link, 410 for a used or cancelled one, and changes nothing', () => {
    const stage = createStage(targets);
    const [used, cancelled, deleted, waiting] = [stage.create(), stage.create(), stage.create(), stage.create()];
    stage.act(used, { action: 'pay' });
    stage.act(cancelled, { action: 'cancel' });
    stage.call('deleteLink', { link_id: deleted.id });
    stage.act(waiting, { action: 'pay', method: 'bank-transfer' });
    const before = stage.dump();
    expect(pageOf(open(stage, btoa(used.id)))).toEqual([410, expect.stringContaining('Payment already completed')]);
    expect(pageOf(open(stage, btoa(cancelled.id)))).toEqual([410, expect.stringContaining('Payment cancelled')]);
    expect(pageOf(open(stage, btoa(waiting.id)))).toEqual([410, expect.stringContaining('on its way')]);
    expect(open(stage, btoa(deleted.id)).reply.status).toBe(404);
    for (const payment of [used, cancelled])
      expect(open(stage, btoa(payment.id)).reply.headers).not.toContainEqual(['Location', expect.anything()]);
    expect(stage.dump()).toBe(before);
  });
});

describe('the form', () => {
  test('pays by card: 302 to the callback URL, one event', () => {
    const stage = createStage(targets);
    const payment = stage.create();
    const { reply, awaitFirstAttempts } = stage.press(payment, 'pay-card', { card: 'success' });
    expect(reply.status).toBe(302);
    expect(headersOf(reply).location).toBe(`${callback}?pay_id=50001&user_id=${stage.account.keys.userId}&status=success`);
    expect(awaitFirstAttempts).toBeUndefined();
    expect([payment.status, stage.eventsOf(payment).length]).toEqual(['Used', 1]);
    expect(stage.happened.acts).toEqual([
      { actor: 'customer', source: 'page', action: { action: 'pay', method: 'card', card: 'success' } },
    ]);
  });

  test('cancels, and orders bank transfers', () => {
    const stage = createStage(targets);
    const [first, second] = [stage.create(), stage.create()];
    expect(headersOf(stage.press(first, 'cancel').reply).location).toContain('status=cancel');
    expect(headersOf(stage.press(second, 'pay-bank-transfer', { card: 'decline' }).reply).location).toContain('status=success');
    expect([first.status, second.status, stage.eventsOf(second)]).toEqual(['Cancelled', 'Used', []]);
  });

  test('stays on the page with a message when the card is declined', () => {
    const stage = createStage(targets);
    const payment = stage.create();
    const [status, page] = pageOf(stage.press(payment, 'pay-card', { card: 'decline' }));
    expect(status).toBe(200);
    expect(page).toContain('data-testid="declined"');
    expect(page).toContain('data-testid="pay-card"');
    expect([payment.status, stage.eventsOf(payment), stage.happened.redirects]).toEqual(['Unused', [], []]);
    expect(stage.press(payment, 'pay-card').reply.status).toBe(302);
  });

  test('says it is already completed when sent twice, and announces nothing again', () => {
    const stage = createStage(targets);
    const payment = stage.create();
    stage.press(payment, 'pay-card');
    const before = stage.dump();
    for (const button of ['pay-card', 'cancel']) {
      const outcome = stage.press(payment, button);
      expect(pageOf(outcome)).toEqual([410, expect.stringContaining('already completed')]);
      expect(headersOf(outcome.reply).location).toBeUndefined();
    }
    expect(stage.dump()).toBe(before);
  });

  test.each([undefined, '', 'form-token-of-50002', 'x'])('with form token %j is refused with 403', (formToken) => {
    const stage = createStage(targets);
    const payment = stage.create();
    const before = stage.dump();
    const fields = {
      link_id: btoa(payment.id),
      action: 'pay-card',
      ...(formToken === undefined ? {} : { form_token: formToken }),
    };
    const outcome = stage.request('POST', '/payment', { body: { kind: 'form', fields } });
    expect([outcome.reply.status, outcome.reply.content?.kind]).toEqual([403, 'html']);
    expect([stage.dump(), stage.happened.acts]).toEqual([before, []]);
  });

  test('with unknown links, buttons or bodies is refused as a page', () => {
    const stage = createStage(targets);
    const payment = stage.create({ cancellable: false, bank_transfer: false });
    for (const button of ['', 'constructor', 'settle', 'pay', 'cancel', 'pay-bank-transfer']) {
      const outcome = stage.press(payment, button);
      expect([outcome.reply.status, outcome.reply.content?.kind], button).toEqual([
        button === 'cancel' || button.startsWith('pay-') ? 409 : 400,
        'html',
      ]);
    }
    expect(stage.press(payment, 'pay-card', { link_id: 'OTk5' }).reply.status).toBe(404);
    expect(stage.request('POST', '/payment', { body: { kind: 'json', value: {} } }).reply.status).toBe(400);
    expect(
      stage.request('POST', '/payment', { body: { kind: 'problem', problem: 'too_large', message: 'x' } }).reply.status,
    ).toBe(400);
    expect(payment.status).toBe('Unused');
  });

  test('ends on SecPaid’s own page where the link has no callback URL', () => {
    const stage = createStage();
    const [paid, cancelled] = [stage.create(), stage.create()];
    expect(pageOf(stage.press(paid, 'pay-card'))).toEqual([200, expect.stringContaining('Payment completed')]);
    expect(pageOf(stage.press(cancelled, 'cancel'))).toEqual([200, expect.stringContaining('Payment cancelled')]);
    expect(stage.happened.redirects).toEqual([]);
  });

  test('waits for the first webhook attempt under webhookBeforeRedirect', () => {
    const stage = createStage({ ...targets, webhookBeforeRedirect: true });
    expect(stage.press(stage.create(), 'pay-card').awaitFirstAttempts).toBe(true);
  });
});
