/**
 * What the token of a stage is made of. It travels in a header and as a WebSocket sub-protocol, so of the characters that both allow; and it
 * is masked wherever it stands, which a shorter one could not be without eating ordinary text.
 */
const STAGE_TOKEN = /^[\w.~!#$%&'*+^`|-]{6,}$/;

/** Completes "expected ...". */
export const STAGE_TOKEN_WORDS = "a token of at least 6 letters, digits and -._~!#$%&'*+^`|, without spaces";
export const STAGE_TOKEN_HINT = 'Make one with "openssl rand -hex 16".';

export function isStageToken(text: string): boolean {
  return STAGE_TOKEN.test(text);
}
