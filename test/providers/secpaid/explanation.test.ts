import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Payment } from '../../../server/domain/payment.js';
import { encryptPayload } from '../../../server/providers/secpaid/encryption.js';
import { secpaid } from '../../../server/providers/secpaid/index.js';
import { createStage, endpoint, type Stage } from './stage.js';

const vectors = (
  JSON.parse(readFileSync('fixtures/vectors/secpaid.json', 'utf8')) as {
    vectors: { name: string; key: string; plain: string; base64: string }[];
  }
).vectors;

/** What the first event of a payment looks like on its way. */
function attemptOf(stage: Stage, payment: Payment) {
  const [event] = stage.eventsOf(payment);
  if (!event) throw new Error('nothing was announced');
  const headers = secpaid.buildAttemptHeaders({ account: stage.account, event, body: event.body, nowMs: 0 });
  return { account: stage.account, event, body: event.body, headers };
}

function pay(settings = {}, link = {}) {
  const stage = createStage({ paymentEndpoints: [endpoint], ...settings });
  const payment = stage.create(link);
  stage.act(payment, { action: 'pay' });
  return { stage, attempt: attemptOf(stage, payment) };
}

describe('a plain webhook', () => {
  test.each(['nested-json', 'flat-json', 'form'])(
    'in the form %s proves nothing, and says what to do instead',
    (webhookFormat) => {
      const { attempt } = pay({ webhookFormat });
      const { result, sentence, steps } = secpaid.explainAttempt(attempt);
      expect(result).toBe('unsigned');
      expect(sentence).toContain('ask the API');
      expect(steps.map(({ title }) => title)).toEqual(['Body', 'No signature', 'What your app must do']);
      expect(steps[0]?.text).toContain(`${Buffer.byteLength(attempt.body)} bytes`);
      expect(steps[1]?.value).toBe('Content-Type, Accept, User-Agent');
      expect(steps[2]).toMatchObject({ evidence: 'inferred', text: expect.stringContaining('getPayInTransactions') });
    },
  );
});

describe('an encrypted webhook', () => {
  const read = (attempt: ReturnType<typeof attemptOf>) => {
    const explanation = secpaid.explainAttempt(attempt);
    return { ...explanation, byTitle: new Map(explanation.steps.map((step) => [step.title, step])) };
  };

  test.each(vectors)('the vector $name is decrypted step by step', ({ key, plain, base64 }) => {
    const { stage, attempt } = pay();
    stage.account.keys.encryptionKey = key;
    const { result, sentence, byTitle } = read({ ...attempt, body: JSON.stringify({ data: base64 }) });
    expect(result).toBe('unsigned');
    expect(sentence).toContain('reads well with the present key');
    expect(byTitle.get('Encrypted payload')?.value).toBe(base64);
    expect(byTitle.get('Key')?.value).toMatch(/^[0-9a-f]{8}$/);
    expect(byTitle.get('Decrypted payload')?.value).toBe(plain);
  });

  test('the vector itself, being half of the key, is not shown', () => {
    const { stage, attempt } = pay({ isEncryption: true });
    const { steps, byTitle } = read(attempt);
    expect(byTitle.get('Initialisation vector')?.value).toBeUndefined();
    expect(JSON.stringify(steps)).not.toContain(stage.account.keys.encryptionKey?.slice(0, 16));
  });

  test('what an account encrypts reads as what was announced', () => {
    const { attempt } = pay({ isEncryption: true });
    const decrypted = read(attempt).byTitle.get('Decrypted payload');
    expect(decrypted).toMatchObject({ value: attempt.event.plainBody, text: 'It decrypts.' });
  });

  test('after the key was replaced it says that it cannot be read, and why that may be', () => {
    const { stage, attempt } = pay({ isEncryption: true });
    stage.account.keys.encryptionKey = 'another-key-of-32-characters-000';
    const { sentence, byTitle } = read(attempt);
    expect(sentence).toContain('cannot be read with the present key');
    expect(byTitle.get('Decrypted payload')?.text).toContain('replaced since');
    expect(byTitle.get('Decrypted payload')?.value).toBeUndefined();
    expect(byTitle.get('Announced payload')?.value).toBe(attempt.event.plainBody);
  });

  test('with a key of the link it says so', () => {
    const { attempt } = pay({}, { is_encryption: 'Yes', encryption_key: 'a-key-of-this-link-only-12345678' });
    expect(read(attempt).byTitle.get('Decrypted payload')?.text).toContain('encryption_key');
  });

  test('a secret that an app put into its note is hidden in the decrypted payload, too', () => {
    const stage = createStage({ paymentEndpoints: [endpoint], isEncryption: true });
    const payment = stage.create({ recipient_note: `${stage.account.keys.token} ${stage.account.keys.encryptionKey}` });
    stage.act(payment, { action: 'pay' });
    const decrypted = read(attemptOf(stage, payment)).byTitle.get('Decrypted payload');
    expect(JSON.parse(decrypted?.value ?? '')).toMatchObject({ data: { note: '[secret] [secret]' } });
  });

  test('a payload that somebody edited is told from the announced one', () => {
    const { stage, attempt } = pay({ isEncryption: true });
    const data = encryptPayload('{"amount":1}', stage.account.keys.encryptionKey ?? '');
    const { byTitle } = read({ ...attempt, body: JSON.stringify({ data }) });
    expect(byTitle.get('Decrypted payload')?.value).toBe('{"amount":1}');
    expect(byTitle.get('Announced payload')).toMatchObject({
      value: attempt.event.plainBody,
      text: 'The event was announced with another payload.',
    });
  });
});
