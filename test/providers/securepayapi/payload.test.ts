import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../server/protocol/records.js';
import { securepayapi } from '../../../server/providers/securepayapi/index.js';
import { buildEvent } from '../../../server/providers/securepayapi/payload.js';
import { settings as settingsSchema } from '../../../server/providers/securepayapi/settings.js';
import type { Status } from '../../../server/providers/securepayapi/statuses.js';
import { isThorough } from '../../support/is-thorough.js';
import { createTestStage } from './test-stage.js';
import { verifyRaw, verifyReparsed } from './verify-webhook.js';

const keys = ['created', 'uuid', 'id', 'famt', 'currency', 'externalid', 'customerid', 'status', 'statustext'];

const PAYLOADS = isThorough ? 100_000 : 10_000;

function payWith(settings: JsonObject, body: JsonObject = {}): JsonObject {
  const stage = createTestStage(settings);
  const { id } = stage.make(body).payment;
  stage.advance(60_000);
  stage.act(id, { action: 'pay' });
  return stage.bodiesOf(id)[0] as JsonObject;
}

describe('fixtures', () => {
  const folder = new URL('../../../fixtures/payloads/securepayapi/', import.meta.url);
  for (const name of readdirSync(folder)) {
    test(`${name} is what the builder makes of the same facts`, () => {
      const { body } = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as { body: Record<string, string & number> };
      const intent = {
        id: `${body.id}`,
        uuid: `${body.uuid}`,
        amountMinor: Number(body.famt),
        currency: 'USD',
        externalid: `${body.externalid}`,
        reference: '',
        customerid: `${body.customerid}`,
        createdAtMs: 0,
      };
      const status = body.status as unknown as Status;
      const failure = status === 'FAILED' ? { code: 'card_declined', message: `${body.statustext}` } : undefined;
      const event = buildEvent(intent, { status, failure, nowMs: Number(body.created) * 1000 + 999 }, settingsSchema.parse({}));
      expect(event.body).toBe(JSON.stringify(body));
      expect(event.status).toBe(status);
    });
  }
});

describe('the nine keys', () => {
  test('stand in the documented order with the documented types', () => {
    const body = payWith({}, { externalid: 'inv-2041', customerid: 'buyer-77' });
    expect(Object.keys(body)).toEqual(keys);
    expect(body).toMatchObject({ famt: 4599, currency: 'USD', externalid: 'inv-2041', customerid: 'buyer-77', status: 'INIT' });
    expect(Number.isInteger(body.created)).toBe(true);
  });

  test('are the same for every status', () => {
    const stage = createTestStage();
    const { id } = stage.make().payment;
    stage.act(id, { action: 'pay', card: 'auth-fail' });
    for (const body of stage.bodiesOf(id)) expect(Object.keys(body)).toEqual(keys);
  });

  test('externalid falls back to the reference, or as the account says', () => {
    const reference = { reference: 'web-7781' };
    expect(payWith({}, reference).externalid).toBe('web-7781');
    expect(payWith({}).externalid).toBe('');
    expect(payWith({ externalidFallback: 'empty' }, reference).externalid).toBe('');
    expect(payWith({ externalidFallback: 'null' }, reference).externalid).toBeNull();
    expect(Object.keys(payWith({ externalidFallback: 'omit' }, reference))).toEqual(keys.filter((key) => key !== 'externalid'));
    for (const externalidFallback of ['reference', 'empty', 'null', 'omit']) {
      expect(payWith({ externalidFallback }, { externalid: 'inv-2041' }).externalid).toBe('inv-2041');
    }
  });

  test('customerid is empty, null or absent when nobody sent one', () => {
    expect(payWith({}).customerid).toBe('');
    expect(payWith({ customeridFallback: 'null' }).customerid).toBeNull();
    expect(Object.keys(payWith({ customeridFallback: 'omit' }))).toEqual(keys.filter((key) => key !== 'customerid'));
  });

  test('famt is in cents, in dollars, or fractional', () => {
    expect(payWith({ famt: 'minor' }, { amount: 4599 }).famt).toBe(4599);
    expect(payWith({ famt: 'major' }, { amount: 4599 }).famt).toBe(45.99);
    expect(payWith({ famt: 'major' }, { amount: 2000 }).famt).toBe(20);
    expect(payWith({ famt: 'fractional' }, { amount: 2000 }).famt).toBe(2000.5);
  });

  test('created is the moment of the change, or of the intent', () => {
    expect(Number(payWith({}).created) - Number(payWith({ created: 'intent_creation' }).created)).toBe(60);
  });

  test('statustext is English, not ASCII, or empty', () => {
    expect(payWith({}).statustext).toBe('Payment initiated');
    expect(payWith({ statustext: 'non_ascii' }).statustext).toMatch(/[^\u0000-\u007f]/);
    expect(payWith({ statustext: 'empty' }).statustext).toBe('');
  });

  test('statustext is the meaning that doc.securepayapi.com/webhooks gives to a documented status', () => {
    const stage = createTestStage();
    const { id } = stage.make().payment;
    stage.act(id, { action: 'pay', card: 'challenge' });
    stage.act(id, { action: 'challenge', result: 'pass' });
    expect(stage.bodiesOf(id).map(({ status, statustext }) => [status, statustext])).toEqual([
      ['INIT', 'Payment initiated'],
      ['AUTH3DSCHALLENGE', '3-D Secure challenge required'],
      ['AUTH3DSCHALLENGEFORM', 'Authentication form presented'],
      ['AUTH3DSRESULT', 'Authentication result received'],
      ['PAYING', 'Payment is being processed'],
      ['SUCCEEDED', 'The payment is captured'],
    ]);
  });

  test('a decline tells its reason in the text', () => {
    const stage = createTestStage();
    const { id } = stage.make().payment;
    stage.act(id, { action: 'pay', card: 'insufficient-funds' });
    expect(stage.bodiesOf(id).at(-1)?.statustext).toContain('not enough funds');
  });

  test('a tenth key comes only when asked for', () => {
    expect(Object.keys(payWith({ extraField: true }))).toEqual([...keys, 'mock_extra']);
  });

  test('neither reference nor metadata reach the receiver', () => {
    const body = JSON.stringify(payWith({ externalidFallback: 'empty' }, { reference: 'web-7781', metadata: { cart: 'c-19' } }));
    expect(body).not.toMatch(/web-7781|c-19/);
  });
});

describe('whatever an app sends', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 100 }),
    fc.string({ unit: 'grapheme', maxLength: 50 }),
    // Half of a surrogate pair is no character, but JSON can carry it.
    fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 }).map((units) => String.fromCharCode(...units)),
  );
  const anySettings = fc.record({
    famt: fc.constantFrom('minor', 'major', 'fractional'),
    statustext: fc.constantFrom('english', 'non_ascii', 'empty'),
    extraField: fc.boolean(),
    externalidFallback: fc.constantFrom('reference', 'empty', 'null', 'omit'),
    customeridFallback: fc.constantFrom('empty', 'null', 'omit'),
  });

  test('T20 raw and re-serialising receivers agree, and both accept', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99_999_999 }),
        anyText,
        anyText,
        anyText,
        anySettings,
        (amount, externalid, customerid, metadata, settings) => {
          const stage = createTestStage(settings);
          const { id } = stage.make({ amount, externalid, customerid, metadata: { note: metadata } }).payment;
          stage.act(id, { action: 'pay' });
          const secretKey = stage.account.keys.secretKey ?? '';
          for (const event of stage.eventsOf(id)) {
            const headers = securepayapi.buildAttemptHeaders({
              account: stage.account,
              event,
              body: event.body,
              nowMs: stage.nowMs(),
            });
            const { 'X-Timestamp': timestamp = '', 'X-Signature': signature = '' } = Object.fromEntries(headers);
            expect(JSON.stringify(JSON.parse(event.body))).toBe(event.body);
            const received = Buffer.from(event.body, 'utf8').toString('utf8');
            expect(received).toBe(event.body);
            expect(verifyRaw(secretKey, timestamp, signature, received)).toBe(true);
            expect(verifyReparsed(secretKey, timestamp, signature, received)).toBe(true);
          }
        },
      ),
      { numRuns: 1200 },
    );
  });

  test(`T20 ${PAYLOADS} payloads of random texts, amounts and settings verify raw and read again`, () => {
    const draw = createDraw(20_261_121);
    const pick = <Item>(items: readonly [Item, ...Item[]]): Item => items[Math.floor(draw() * items.length)] ?? items[0];
    const { account, nowMs } = createTestStage({});
    const secretKey = account.keys.secretKey ?? '';
    const drawText = () => String.fromCharCode(...Array.from({ length: Math.floor(draw() * 40) }, () => drawUnit(draw)));
    const wrong: string[] = [];
    for (let count = 0; count < PAYLOADS; count++) {
      const settings = settingsSchema.parse({
        famt: pick(['minor', 'major', 'fractional']),
        statustext: pick(['english', 'non_ascii', 'empty']),
        extraField: draw() < 0.5,
      });
      const intent = {
        id: drawText(),
        uuid: drawText(),
        amountMinor: 1 + Math.floor(draw() * 99_999_999),
        currency: 'USD',
        externalid: drawText(),
        reference: drawText(),
        customerid: drawText(),
        createdAtMs: 0,
      };
      const event = buildEvent(intent, { status: pick(['INIT', 'PAYING', 'SUCCEEDED', 'FAILED']), nowMs: count * 997 }, settings);
      const headers = securepayapi.buildAttemptHeaders({
        account,
        event: { ...event, paymentId: intent.id, eventId: `${count}` } as never,
        body: event.body,
        nowMs: nowMs() + count,
      });
      const { 'X-Timestamp': timestamp = '', 'X-Signature': signature = '' } = Object.fromEntries(headers);
      const received = Buffer.from(event.body, 'utf8').toString('utf8');
      if (!verifyRaw(secretKey, timestamp, signature, received) || !verifyReparsed(secretKey, timestamp, signature, received))
        wrong.push(event.body);
    }
    expect(wrong.slice(0, 3)).toEqual([]);
  });
});

/** Numbers from 0 to 1, the same each time. */
function createDraw(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Mostly ASCII; half of a surrogate pair, NUL, quotes and line separators among the rest. */
function drawUnit(draw: () => number): number {
  const chance = draw();
  if (chance < 0.7) return 32 + Math.floor(draw() * 95);
  return chance < 0.8 ? Math.floor(draw() * 32) : Math.floor(draw() * 0x1_0000);
}
