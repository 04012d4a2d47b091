import { MASK } from '../log/mask-query.js';
import { isSecretName } from '../log/secret-names.js';
import { listJsonNames } from './json-names.js';
import type { ReceivedBody } from './request-body.js';

/**
 * A request body as the log may keep it: fields that carry a secret are masked. Such a body is written anew from its parsed form, because a
 * secret has more ways to be spelt in JSON or in a form than a search would find.
 */
export function maskBody({ body, text }: ReceivedBody, secretFields: readonly string[]): string {
  switch (body.kind) {
    case 'form': {
      const isSecret = (name: string) => isSecretName(name, secretFields);
      if (!Object.keys(body.fields).some(isSecret)) return text;
      const shown = Object.entries(body.fields).map(([name, value]): [string, string] => [name, isSecret(name) ? MASK : value]);
      return new URLSearchParams(shown).toString();
    }
    case 'json': {
      // Of the text, not of what was parsed: of two members of one name only the last is left there.
      const names = listJsonNames(text);
      if (!secretFields.some((name) => names.has(name))) return text;
      return JSON.stringify(body.value, (name, part) => (secretFields.includes(name) ? MASK : part));
    }
    default:
      // Nobody can say where the secret ends in a body that cannot be read.
      return secretFields.some((name) => text.includes(name)) ? MASK : text;
  }
}
