import { afterEach, describe, expect, test } from 'vitest';
import { createDoorApp } from './door-app.js';
import { keys, type Live, readRecorded, recordLive, runRecorded } from './record-live.js';

const secpaid: Omit<Live, 'play'> = {
  provider: 'secpaid',
  startApp: () => createDoorApp(),
  settings: (url) => ({
    paymentEndpoints: [`${url.replace('//', '//hook:pass-word@')}/webhooks/secpaid`],
    callbackUrls: [`${url}/thanks`],
    isEncryption: true,
  }),
};

/** Every way in which a secret is commonly written. */
function writeForms(secret: string): string[] {
  const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
  const hex = Buffer.from(secret).toString('hex');
  return [secret, encodeURIComponent(secret), new URLSearchParams({ a: secret }).toString().slice(2), base64, hex].flatMap(
    (form) => [form, form.replaceAll('+', '-').replaceAll('/', '_')],
  );
}

afterEach(() => {
  delete process.env.SECPAID_ENCRYPTION_KEY;
  delete process.env.SECPAID_APP_CREDENTIALS;
  delete process.env.SECPAID_CALLBACK_URL_TOKEN;
});

describe('secrets', () => {
  test('no key of the account stands in a file, in no form, and nothing that the app sent under the name of a secret', async () => {
    const given = { encryption: 'my own key of 32 bytes, no more.', token: 'callback-token-1', card: '4242424242424242' };
    const live: Live = {
      ...secpaid,
      async play(lane, url) {
        const { data } = await lane.api.secpaid.createLink({
          amount: 20,
          recipient_note: `Order ${given.card}`,
          encryption_key: given.encryption,
          callback_url: `${url}/thanks?token=${given.token}&lang=de`,
        });
        const id = String(data.id);
        await lane.customer(id).pay();
        await lane.api.secpaid.refundPayment({ pay_id: id, refund_amount: 5, reason: keys.secpaid.token });
        return id;
      },
    };
    const recorded = await recordLive(live);
    const everywhere = [recorded.text, ...recorded.notes].join('\n');
    const secrets = [...Object.values(keys.secpaid), ...Object.values(given), 'pass-word', 'hook:pass-word'];
    expect(secrets.flatMap(writeForms).filter((form) => everywhere.includes(form))).toEqual([]);
    expect(recorded.text).toContain(`callback_url: \${app_2}/thanks?token=\${callback_url_token}&lang=de`);
    expect(recorded.text).toContain(`encryption_key: \${encryption_key}`);
    expect(recorded.notes.join('\n')).toContain(
      'Set in the environment before the run: SECPAID_APP_CREDENTIALS, SECPAID_CARD_NUMBER, SECPAID_ENCRYPTION_KEY',
    );
  });

  test('a file whose secrets are set in the environment passes', async () => {
    const live: Live = {
      ...secpaid,
      async play(lane, url) {
        const { id } = await lane.create('secpaid', {
          amount: 20,
          encryption_key: 'k'.repeat(32),
          callback_url: `${url}/thanks?token=abc`,
        });
        await lane.customer(id).pay();
        return id;
      },
    };
    const recorded = await recordLive(live);
    expect(await runRecorded(recorded, live)).toEqual([
      'broken',
      expect.stringContaining('unknown_variable: There is nothing that ${env.SECPAID_APP_CREDENTIALS}'),
    ]);
    process.env.SECPAID_APP_CREDENTIALS = 'hook:pass-word';
    process.env.SECPAID_ENCRYPTION_KEY = 'another key of 32 bytes in total';
    process.env.SECPAID_CALLBACK_URL_TOKEN = 'abc';
    expect(await runRecorded(recorded, live)).toEqual([]);
  });

  test('the keys of SecurePayAPI and what a browser was given stand in no file either', async () => {
    const live: Live = {
      provider: 'securepayapi',
      startApp: () => createDoorApp({ secret: keys.securepayapi.secretKey }),
      settings: (url) => ({ webhookUrls: [`${url}/webhooks/securepayapi`] }),
      async play(lane) {
        const { id, client_secret } = await lane.api.securepayapi.createPaymentIntent({
          amount: 2000,
          description: `Paid with ${keys.securepayapi.secretKey}`,
          metadata: { api_key: 'abcdefgh-1234', note: '${env.HOME} costs $5' },
        });
        secrets.push(client_secret);
        await lane.customer(id).pay({ card: 'challenge' });
        await lane.customer(id).do({ action: 'challenge', result: 'pass' });
        return id;
      },
    };
    const secrets: string[] = [...Object.values(keys.securepayapi), 'abcdefgh-1234'];
    const { text, notes } = await recordLive(live);
    const everywhere = [text, ...notes].join('\n');
    expect(secrets.flatMap(writeForms).filter((form) => everywhere.includes(form))).toEqual([]);
    const [create] = readRecorded(text).steps;
    expect(create).toMatchObject({ fields: { metadata: ['api_key=${api_key}', 'note=$${env.HOME} costs $5'] } });
  });
});
