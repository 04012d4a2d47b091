import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRecordFormatter } from '../../server/cli/format-record.js';
import { paintNothing } from '../../server/cli/paint.js';
import type { Harness } from '../../server/index.js';
import { summarize } from '../../ui/src/format/summarize.js';
import { describeVerdict } from '../../ui/src/format/verdict.js';
import { callControl, startHarness } from '../support/harness.js';
import { createPayingApp, type PayingApp } from '../ui/paying-app.js';

describe('a refused API call', () => {
  let harness: Harness;
  let app: PayingApp;

  beforeEach(async () => {
    harness = await startHarness();
    app = await createPayingApp(harness.url);
  });
  afterEach(() => harness.close());

  /** The record of a call, with what the page and the terminal make of it. */
  async function call(path: string, headers: Record<string, string>, body: string, method = 'POST') {
    await fetch(path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(method === 'GET' ? {} : { body }),
    });
    const record = (await app.readRecords()).at(-1);
    if (record?.type !== 'api.called') throw new Error('not recorded');
    return {
      record,
      sentence: summarize(record),
      verdict: describeVerdict(record),
      line: createRecordFormatter(paintNothing, false)(record)[0],
    };
  }

  const createLink = (body: string, token = app.env.SECPAID_TOKEN ?? '') =>
    call(`${app.env.SECPAID_BASE_URL}/api/v2/createLink`, { token }, body);
  const createIntent = (body: string, headers: Record<string, string> = {}) =>
    call(
      `${app.env.SECUREPAYAPI_BASE_URL}/api/v1/payment-intents`,
      { authorization: `Bearer ${app.env.SECUREPAYAPI_SECRET_KEY}`, ...headers },
      body,
    );

  test('says first what the provider said, in the page and in the terminal, whatever shape its error has', async () => {
    const link = await createLink('{}');
    expect(link.sentence).toBe('Refused: Amount is required (400). App called createLink: POST /api/v2/createLink');
    expect(link.verdict).toEqual({ text: 'refused', tone: 'bad' });
    expect(link.line).toContain('createLink  refused: Amount is required (400)');

    const intent = await createIntent('{"currency":"USD"}');
    expect(intent.sentence).toMatch(/^Refused: amount is required; .* \(400 missing_field\)\. App called payment-intents: POST/);
    expect(intent.verdict).toEqual({ text: 'refused', tone: 'bad' });
    expect(intent.line).toContain('(400 missing_field)');
  });

  test.each([
    ['a wrong key', () => createLink('{"amount":1}', 'nobody'), /^Refused: Incorrect token.* \(401\)/],
    ['a wrong key', () => createIntent('{}', { authorization: 'Bearer nobody' }), /^Refused: .* \(401 invalid_key\)/],
    ['a wrong type', () => createIntent('a=1', { 'content-type': 'text/plain' }), /^Refused: .* \(415 unsupported_media_type\)/],
    ['broken JSON', () => createIntent('{"amount":'), /^Refused: The body is malformed JSON \(400 malformed_json\)/],
    [
      'an unknown payment',
      () => call(`${app.env.SECPAID_BASE_URL}/api/v2/deleteLink`, { token: app.env.SECPAID_TOKEN ?? '' }, '{"link_id":"1"}'),
      /^Refused: .* \(404\)/,
    ],
  ])('for %s is told as one', async (_cause, make, sentence) => {
    const made = await make();
    expect(made.sentence).toMatch(sentence);
    expect(made.verdict).toEqual({ text: 'refused', tone: 'bad' });
  });

  test('is one also where the provider answers 200 all the same', async () => {
    await callControl(harness, 'PATCH', '/accounts/secpaid', { errorHttpStatus: 'always200' });
    const { sentence, verdict, record } = await createLink('{}');
    expect(record.response.status).toBe(200);
    expect(sentence).toMatch(/^Refused: Amount is required \(200\)/);
    expect(verdict).toEqual({ text: 'refused', tone: 'bad' });
  });

  test('is none when the provider itself fails, or does what it is asked', async () => {
    await callControl(harness, 'POST', '/faults', { fault: 'api-error', status: 503 });
    const failed = await createLink('{"amount":1}');
    expect(failed.sentence).toMatch(/^Failed: .* \(503\)\. App called/);
    expect(failed.verdict).toEqual({ text: '503', tone: 'bad' });
    const done = await createLink('{"amount":1}');
    expect(done.sentence).toBe('App called createLink: POST /api/v2/createLink');
    expect(done.record).not.toHaveProperty('refusal');
  });
});
