import { fingerprintBytes, fingerprintKey, hideSecrets } from '../fingerprint.js';
import type { AttemptExplanation, AttemptToExplain, ExplanationStep } from '../provider.js';
import { decryptPayload, readCiphertext } from './encryption.js';

const endpointPage = 'docs.secpaid.com/concepts/payment-endpoint';
const encryptionPage = 'docs.secpaid.com/concepts/encryption';

/** SecPaid signs nothing, so this says what an app has instead, and for an encrypted body how it becomes readable. */
export function explainAttempt({ account, event, body, headers }: AttemptToExplain): AttemptExplanation {
  const { token, encryptionKey = '' } = account.keys;
  const ciphertext = readCiphertext(body.toString());
  const plain = ciphertext === undefined ? undefined : decryptPayload(ciphertext, encryptionKey);
  const steps: ExplanationStep[] = [
    {
      title: 'Body',
      text: `The ${Buffer.byteLength(body)} bytes that were sent, by the beginning of their SHA-256.`,
      value: fingerprintBytes(body),
      evidence: 'documented',
      source: endpointPage,
    },
    {
      title: 'No signature',
      text: 'These headers were sent. None of them proves who sent the request, when, or which event it is about.',
      value: headers.map(([name]) => name).join(', '),
      evidence: 'documented',
      source: endpointPage,
    },
    ...(ciphertext === undefined
      ? []
      : [...describeDecryption(ciphertext, encryptionKey), ...describeResult(plain, event.plainBody)]),
    {
      title: 'What your app must do',
      text: 'Treat the request as a hint only, because anybody who knows the address can send one. Look the pay_id up with getPayInTransactions, compare amount and user id with your order, fulfil it once, and answer any 2xx.',
      evidence: 'inferred',
      source: `${endpointPage}; nothing is signed, so only the API can confirm`,
    },
  ];
  const sentence =
    ciphertext === undefined
      ? 'SecPaid signs nothing: the request proves nothing by itself, so ask the API before you rely on it.'
      : `The body is encrypted and ${plain === undefined ? 'cannot be read' : 'reads well'} with the present key. Encryption hides it but proves nothing, so ask the API before you rely on it.`;
  return hideSecrets({ result: 'unsigned', sentence, steps }, [token, encryptionKey]);
}

function describeDecryption(ciphertext: string, key: string): ExplanationStep[] {
  return [
    {
      title: 'Encrypted payload',
      text: `The field data: AES-256-CBC with PKCS#7 padding, ${Buffer.from(ciphertext, 'base64').length} bytes in base64.`,
      value: ciphertext,
      evidence: 'documented',
      source: encryptionPage,
    },
    {
      title: 'Key',
      text: "The account's encryption key as it is now, used as it stands: its 32 bytes are the AES key. Only its fingerprint is shown: the beginning of its SHA-256.",
      value: fingerprintKey(key),
      evidence: 'documented',
      source: encryptionPage,
    },
    {
      title: 'Initialisation vector',
      text: 'The first 16 bytes of the key. They are half of it and therefore not shown. Being always the same, equal beginnings encrypt alike.',
      evidence: 'documented',
      source: encryptionPage,
    },
  ];
}

function describeResult(plain: string | undefined, announced: string | undefined): ExplanationStep[] {
  const decrypted: ExplanationStep = {
    title: 'Decrypted payload',
    text:
      plain === undefined
        ? "It cannot be decrypted with the present key. The link has a key of its own (encryption_key), the account's key was replaced since, or the payload was changed."
        : 'It decrypts.',
    ...(plain === undefined ? {} : { value: plain }),
    evidence: 'documented',
    source: encryptionPage,
  };
  if (announced === undefined || announced === plain) return [decrypted];
  const text =
    plain === undefined ? 'What was encrypted when the event was announced.' : 'The event was announced with another payload.';
  const known = 'known here because Paystage encrypted it';
  return [decrypted, { title: 'Announced payload', text, value: announced, evidence: 'assumed', source: known }];
}
