import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../../server/protocol/records.js';
import type { RequestBody } from '../../../server/providers/provider.js';
import { mockCards } from '../../../server/providers/securepayapi/mock-cards.js';
import { createTestStage, headerOf, jsonOf, type TestStage, textOf } from './test-stage.js';

function callWidget(stage: TestStage, call: string, value: JsonValue) {
  return stage.call({ method: 'POST', path: `/embed/${call}`, body: { kind: 'json', value } });
}

function startSession(settings: JsonObject = {}, body: JsonObject = {}) {
  const stage = createTestStage(settings);
  const { payment, clientSecret } = stage.make(body);
  const who = { pk: stage.account.keys.publishableKey ?? '', client_secret: clientSecret };
  const call = (name: string, extra: JsonObject = {}) => callWidget(stage, name, { ...who, ...extra });
  return { stage, id: payment.id, who, call };
}

const errorCode = (reply: Parameters<typeof jsonOf>[0]): unknown => (jsonOf(reply).error as JsonObject | undefined)?.code;

describe('the widget page', () => {
  const open = (pk?: string, settings: JsonObject = {}) => {
    const stage = createTestStage(settings);
    const query: Record<string, string> =
      pk === undefined ? {} : { pk: pk.replace('<pk>', stage.account.keys.publishableKey ?? '') };
    return stage.call({ method: 'GET', path: '/embed', query });
  };

  test('may be framed by loopback origins and by those of the account, and loads nothing inline', () => {
    const reply = open('<pk>', { frameOrigins: ['https://shop.test:8443'] });
    expect(reply.status).toBe(200);
    const policy = headerOf(reply, 'content-security-policy') ?? '';
    const ancestors = /frame-ancestors ([^;]+)/.exec(policy)?.[1]?.split(' ');
    expect(ancestors).toEqual(
      expect.arrayContaining([
        "'self'",
        'http://localhost:*',
        'http://127.0.0.1:*',
        'http://*.localhost:*',
        'https://shop.test:8443',
      ]),
    );
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headerOf(reply, 'x-frame-options')).toBeUndefined();
    const page = textOf(reply);
    expect(page).not.toMatch(/<style|<script(?![^>]*src=)|\son\w+=|style="/i);
    expect(page).not.toMatch(/(?:src|href|action)="(?:\/|https?:)/);
  });

  test('lists every mock card as ours, with a number that passes the Luhn check', () => {
    const page = textOf(open('<pk>'));
    expect(page).toContain('Paystage mock cards, not the provider&#39;s'.replace('&#39;', "'"));
    const numbers = Object.entries(mockCards).map(([name, { number }]) => {
      expect(page).toContain(`data-testid="mock-card-${name}"`);
      expect(page).toContain(`data-number="${number}"`);
      expect(passesLuhn(number), number).toBe(true);
      return number;
    });
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  test('never sends what is typed as a card number', () => {
    const page = textOf(open('<pk>'));
    for (const input of page.match(/<input type="text"[^>]*>/g) ?? []) expect(input).not.toContain('name=');
  });

  test('of a missing or an unknown key is an error panel', () => {
    for (const [pk, status, code] of [
      [undefined, 400, 'missing_publishable_key'],
      ['', 400, 'missing_publishable_key'],
      ['sp_client_nobody', 401, 'invalid_publishable_key'],
      ['"><script>alert(1)</script>', 401, 'invalid_publishable_key'],
    ] as const) {
      const reply = open(pk);
      expect(reply.status).toBe(status);
      expect(textOf(reply)).toContain(`data-error-code="${code}"`);
      expect(textOf(reply)).not.toContain('alert(1)');
    }
  });

  test('of a key that is the secret one is refused too', () => {
    const stage = createTestStage();
    expect(stage.call({ method: 'GET', path: '/embed', query: { pk: stage.account.keys.secretKey ?? '' } }).status).toBe(401);
  });
});

describe('a session', () => {
  test('shows the intent and its theme, and changes nothing', () => {
    const { stage, id, call } = startSession({}, { theme: 'dark', description: 'Two tickets' });
    expect(jsonOf(call('session'))).toEqual({
      id,
      status: 'requires_payment',
      amountText: '45.99 USD',
      purpose: 'Two tickets',
      theme: 'dark',
      challenge: 'none',
      failure: null,
    });
    expect(stage.eventsOf(id)).toEqual([]);
  });

  test('needs a key and a secret that exist', () => {
    const { stage, who } = startSession();
    const refused: [JsonValue, number, string][] = [
      [{ ...who, pk: 'sp_client_nobody' }, 401, 'invalid_publishable_key'],
      [{ ...who, pk: stage.account.keys.secretKey ?? '' }, 401, 'invalid_publishable_key'],
      [{ ...who, client_secret: `${who.client_secret}x` }, 401, 'invalid_client_secret'],
      [{ ...who, client_secret: who.client_secret.slice(0, -1) }, 401, 'invalid_client_secret'],
      [{ ...who, client_secret: '' }, 401, 'invalid_client_secret'],
      [{ ...who, client_secret: who.client_secret.replace(/_secret_.*/, '_secret_undefined') }, 401, 'invalid_client_secret'],
      [{ pk: who.pk }, 400, 'invalid_field'],
      [{ ...who, client_secret: 5 }, 400, 'invalid_field'],
      [null, 400, 'invalid_body'],
      [[], 400, 'invalid_body'],
    ];
    for (const call of ['session', 'status']) {
      for (const [value, status, code] of refused) {
        const reply = callWidget(stage, call, value);
        expect([reply.status, errorCode(reply)], JSON.stringify(value)).toEqual([status, code]);
      }
    }
  });

  test('is refused when key and secret belong to different accounts', () => {
    const { stage, id, who } = startSession();
    const other = stage.addAccount();
    for (const [call, extra] of [
      ['session', {}],
      ['pay', { card: 'frictionless' }],
    ] as const) {
      const reply = callWidget(stage, call, { ...who, ...extra, pk: other.keys.publishableKey ?? '' });
      expect([reply.status, errorCode(reply)]).toEqual([403, 'account_mismatch']);
    }
    expect(stage.eventsOf(id)).toEqual([]);
  });

  test('needs JSON', () => {
    const stage = createTestStage();
    expect(stage.call({ method: 'POST', path: '/embed/session', body: { kind: 'form', fields: {} } }).status).toBe(415);
    expect(stage.call({ method: 'POST', path: '/embed/pay' }).status).toBe(415);
    const problem = { kind: 'problem', problem: 'too_large', message: 'no' } as const;
    expect(stage.call({ method: 'POST', path: '/embed/pay', body: problem }).status).toBe(413);
  });
});

describe('paying in the widget', () => {
  test('succeeds, and is written down as done on the page', () => {
    const { stage, id, call } = startSession();
    expect(jsonOf(call('pay', { card: 'frictionless' }))).toMatchObject({ id, status: 'succeeded' });
    expect(stage.statusesOf(id)).toEqual(['INIT', 'PAYING', 'SUCCEEDED']);
    expect(stage.acts()).toEqual([
      { actor: 'customer', source: 'page', action: { action: 'pay', method: 'card', card: 'frictionless' } },
    ]);
    expect(jsonOf(call('status'))).toMatchObject({ status: 'succeeded' });
  });

  test('leads to the bank and back', () => {
    const { stage, id, call } = startSession();
    expect(jsonOf(call('pay', { card: 'challenge' }))).toMatchObject({ status: 'processing', challenge: 'open' });
    expect(jsonOf(call('challenge', { result: 'abandon' }))).toMatchObject({ status: 'processing', challenge: 'left' });
    expect(jsonOf(call('challenge', { result: 'pass' }))).toMatchObject({ status: 'succeeded', challenge: 'none' });
    expect(stage.payment(id).outcome).toBe('succeeded');
  });

  test('tells the reason of a failure, and lets try again', () => {
    const { call } = startSession();
    expect(jsonOf(call('pay', { card: 'decline' }))).toMatchObject({ status: 'failed', failure: { code: 'card_declined' } });
    expect(jsonOf(call('session'))).toMatchObject({ status: 'failed', failure: { code: 'card_declined' } });
    expect(jsonOf(call('pay', { card: 'frictionless' }))).toMatchObject({ status: 'succeeded', failure: null });
  });

  test('answers what the next look answers', () => {
    for (const card of Object.keys(mockCards)) {
      for (const stepDelayMs of [0, 100]) {
        const { call } = startSession({ stepDelayMs });
        expect(jsonOf(call('pay', { card })), card).toEqual(jsonOf(call('status')));
      }
    }
  });

  test('learns that the bank did not wait longer', () => {
    const { stage, call } = startSession();
    call('pay', { card: 'abandon' });
    stage.advance(600_000);
    expect(jsonOf(call('status'))).toMatchObject({ status: 'failed', failure: { code: 'challenge_timeout' } });
  });

  test('is refused a second time, while it runs and after it, without an event', () => {
    const { stage, id, call } = startSession();
    call('pay', { card: 'challenge' });
    const running = call('pay', { card: 'frictionless' });
    expect([running.status, errorCode(running)]).toEqual([409, 'intent_processing']);
    call('challenge', { result: 'pass' });
    const count = stage.eventsOf(id).length;
    const paid = call('pay', { card: 'frictionless' });
    expect([paid.status, errorCode(paid)]).toEqual([409, 'intent_already_paid']);
    expect(errorCode(call('challenge', { result: 'pass' }))).toBe('challenge_not_open');
    expect(stage.eventsOf(id)).toHaveLength(count);
  });

  test('is refused after seven days', () => {
    const { stage, call } = startSession();
    stage.advance(7 * 86_400_000);
    expect(errorCode(call('pay', { card: 'frictionless' }))).toBe('intent_expired');
  });

  test('in another charset or malformed is refused without the words of a parser', () => {
    const { stage, id } = startSession();
    const post = (contentType: string, body: RequestBody) => {
      const reply = stage.call({ method: 'POST', path: '/embed/pay', headers: { 'content-type': contentType }, body });
      return [reply.status, errorCode(reply), JSON.stringify(jsonOf(reply)).includes('token')];
    };
    expect(post('application/json; charset=foo', { kind: 'json', value: {} })).toEqual([415, 'unsupported_media_type', false]);
    const problem: RequestBody = { kind: 'problem', problem: 'malformed', message: 'Unexpected token }' };
    expect(post('application/json', problem)).toEqual([400, 'malformed_json', false]);
    expect(stage.eventsOf(id)).toEqual([]);
  });

  test('names the nearest card for one it does not know', () => {
    const { call } = startSession();
    const reply = call('pay', { card: 'frictionles' });
    expect(reply.status).toBe(400);
    expect(JSON.stringify(jsonOf(reply))).toContain('frictionless');
  });
});

test('no JSON breaks the widget calls, and none changes a payment without the secret', () => {
  const { stage, id } = startSession();
  fc.assert(
    fc.property(fc.constantFrom('session', 'status', 'pay', 'challenge'), fc.jsonValue(), (call, value) => {
      const reply = callWidget(stage, call, value as JsonValue);
      expect(reply.status).toBeGreaterThanOrEqual(400);
      expect(reply.status).toBeLessThan(500);
    }),
    { numRuns: 300 },
  );
  expect(stage.eventsOf(id)).toEqual([]);
});

function passesLuhn(number: string): boolean {
  const sum = [...number].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
