import { createHash } from 'node:crypto';
import type { AttemptExplanation } from './explanation.js';

/** Tells two keys apart without giving either away: the first 8 hex digits of the SHA-256. */
export function fingerprintKey(key: string): string {
  return digest(key).slice(0, 8);
}

/** The first 16 hex digits of the SHA-256 of bytes; of a text, of its UTF-8 bytes. */
export function fingerprintBytes(bytes: string | Buffer): string {
  return digest(bytes).slice(0, 16);
}

/** Takes the secrets out of whatever an explanation shows: an app may have put one into a field that comes back in the payload. */
export function hideSecrets(explanation: AttemptExplanation, secrets: readonly (string | undefined)[]): AttemptExplanation {
  const forms = secrets.flatMap((secret) => (secret ? [secret, JSON.stringify(secret).slice(1, -1)] : []));
  const hide = (text: string): string => forms.reduce((rest, form) => rest.replaceAll(form, '[secret]'), text);
  return {
    ...explanation,
    sentence: hide(explanation.sentence),
    steps: explanation.steps.map((step) => ({
      ...step,
      text: hide(step.text),
      ...(step.value === undefined ? {} : { value: hide(step.value) }),
    })),
  };
}

function digest(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
