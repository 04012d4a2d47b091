import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SettingMeta } from '../../../server/providers/provider.js';
import { securepayapi } from '../../../server/providers/securepayapi/index.js';
import { createTestStage } from './test-stage.js';

const { settings } = securepayapi;
const accepts = (patch: Record<string, unknown>): boolean => settings.safeParse(patch).success;

describe('settings', () => {
  test('are complete without being given any, and stay so when they are read again', () => {
    const complete = settings.parse({});
    expect(settings.parse(complete)).toEqual(complete);
    for (const [name, schema] of Object.entries(settings.shape)) {
      expect(complete[name], name).toBeDefined();
      const meta = (schema as { meta(): SettingMeta | undefined }).meta();
      expect(meta?.title && meta.evidence && meta.source, name).toBeTruthy();
    }
  });

  test('keep the other final words when one is changed', () => {
    expect(settings.parse({ finalStatuses: { succeeded: 'PAID' } }).finalStatuses).toEqual({
      succeeded: 'PAID',
      failed: 'FAILED',
      expired: 'EXPIRED',
    });
    expect(accepts({ finalStatuses: { failed: '' } })).toBe(false);
  });

  test.each([
    { order: 'shuffled' },
    { famt: 'cents' },
    { createStatus: 204 },
    { stepDelayMs: -1 },
    { challengeTimeoutMs: 0 },
    { retryScheduleMs: [1, -1] },
    { attemptTimeoutMs: 0.5 },
    { products: [{ id: 'short', name: 'x', amount: 1 }] },
    { products: [{ id: '0'.repeat(24), name: 'x', amount: 0 }] },
  ])('refuse %j', (patch) => expect(accepts(patch)).toBe(false));

  test('one URL stands for a list of one, and an empty one for none', () => {
    const normalise = (patch: Parameters<NonNullable<typeof securepayapi.normaliseSettings>>[0]) =>
      securepayapi.normaliseSettings?.(patch);
    expect(normalise({ webhookUrl: 'http://localhost:3000/' })).toEqual({ webhookUrls: ['http://localhost:3000/'] });
    expect(normalise({ webhookUrl: '', webhookUrls: ['http://localhost:1/'] })).toEqual({ webhookUrls: [] });
    expect(normalise({ webhookUrl: null })).toEqual({ webhookUrls: [] });
    expect(normalise({ famt: 'major' })).toEqual({ famt: 'major' });
  });
});

describe('webhook URLs', () => {
  test.each([
    'http://localhost:3000/webhooks',
    'https://shop.test/hooks?x=1#y',
    'http://[::1]:3000/',
    'http://127.0.0.1',
    'HTTPS://SHOP.TEST/',
    'http://user:word@localhost/',
    'http://localhost/ü',
  ])('take %s', (url) => expect(accepts({ webhookUrls: [url] })).toBe(true));

  test.each([
    '',
    'localhost:3000',
    '//localhost:3000/',
    '/webhooks',
    'http:localhost/',
    'http:///localhost/',
    'http:\\\\localhost/',
    'http://local\\host/',
    'ftp://localhost/',
    'javascript:alert(1)',
    'http://local host/',
    'http://localhost/\n',
    'http://localhost/\u0000',
    'http://localhost/a\tb',
    ' http://localhost/',
    'http://',
    'http://?x',
    `http://localhost/${'x'.repeat(2048)}`,
  ])('refuse %j', (url) => expect(accepts({ webhookUrls: [url] })).toBe(false));

  test('of any text, only absolute http URLs without control characters get through', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.webUrl(),
          fc.string().map((text) => `http://${text}`),
        ),
        (text) => {
          if (!accepts({ webhookUrls: [text] })) return;
          expect(text).toMatch(/^https?:\/\/[^/\\]/i);
          expect(text).not.toMatch(/[\u0000-\u0020\u007f\\]/);
          expect(URL.canParse(text)).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('origins that may frame the widget', () => {
  test.each(['https://shop.test', 'http://shop.test:8080', 'http://*.shop.test:*'])('take %s', (origin) => {
    expect(accepts({ frameOrigins: [origin] })).toBe(true);
  });
  test.each([
    'https://shop.test/',
    '*',
    "'none'",
    'https://a.test; script-src *',
    'https://a.test https://b.test',
    'https://a.test\r\nX: y',
    'shop.test',
  ])('refuse %j', (origin) => expect(accepts({ frameOrigins: [origin] })).toBe(false));
});

describe('what an app gets to know', () => {
  test('base URL and both keys, with the documented prefixes', () => {
    const { account } = createTestStage();
    const env = securepayapi.buildEnv(account, 'http://localhost:4747/securepayapi');
    expect(Object.keys(env)).toEqual(['SECUREPAYAPI_BASE_URL', 'SECUREPAYAPI_SECRET_KEY', 'SECUREPAYAPI_PUBLISHABLE_KEY']);
    expect(env.SECUREPAYAPI_BASE_URL).toBe('http://localhost:4747/securepayapi');
    expect(env.SECUREPAYAPI_SECRET_KEY).toMatch(/^sp_secret_[A-Za-z0-9]{32}$/);
    expect(env.SECUREPAYAPI_PUBLISHABLE_KEY).toMatch(/^sp_client_[A-Za-z0-9]{32}$/);
  });

  test('only the secret key is secret', () => {
    expect(securepayapi.keys.map(({ name, isSecret }) => [name, isSecret])).toEqual([
      ['publishableKey', false],
      ['secretKey', true],
    ]);
  });

  test('a failure of the harness in the shape of an error', () => {
    for (const status of [500, 503, 507] as const) {
      expect(securepayapi.answerFailure(status, 'no')).toMatchObject({
        status,
        content: { value: { error: { message: 'no' } } },
      });
    }
  });
});
