import type { AttemptCode } from '../protocol/records.js';

/** The verdict on an attempt in a word or two. */
export const verdictWords: Readonly<Record<AttemptCode, string>> = {
  acknowledged: 'acknowledged',
  not_acknowledged: 'not acknowledged',
  redirect: 'redirected',
  refused: 'refused',
  dns: 'no such host',
  tls: 'TLS failed',
  reset: 'cut off',
  timeout: 'timed out',
  invalid_response: 'invalid answer',
  blocked_target: 'blocked',
  interrupted: 'interrupted',
};
