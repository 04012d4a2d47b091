/**
 * The secret in a message: `{client_secret}` as it is, inside `data` or `payload`, or the bare text.
 *
 * @param {unknown} data
 * @returns {string | undefined}
 */
export function readSecret(data) {
  if (typeof data === 'string') return data.startsWith('pi_') ? data : undefined;
  for (const holder of [data, readKey(data, 'data'), readKey(data, 'payload')]) {
    const secret = readKey(holder, 'client_secret');
    if (typeof secret === 'string') return secret;
  }
  return undefined;
}

/**
 * @param {unknown} holder
 * @param {string} key
 * @returns {unknown}
 */
function readKey(holder, key) {
  return typeof holder === 'object' && holder !== null ? /** @type {Record<string, unknown>} */ (holder)[key] : undefined;
}
