import { isSecretName } from './secret-names.js';

/** Stands where a secret was. */
export const MASK = '[masked]';

/** A URL, or path and query, with the values of secret parameters masked. */
export function maskQuery(url: string, secretFields: readonly string[]): string {
  // Only the first `?` opens the query; a later one belongs to it.
  const mark = url.indexOf('?');
  if (mark === -1) return url;
  const shown = url
    .slice(mark + 1)
    .split('&')
    .map((pair) => {
      const [name = ''] = pair.split('=', 1);
      return isSecretName(decodeName(name), secretFields) ? `${name}=${MASK}` : pair;
    });
  return `${url.slice(0, mark)}?${shown.join('&')}`;
}

function decodeName(name: string): string {
  return [...new URLSearchParams(`${name}=`).keys()][0] ?? name;
}
