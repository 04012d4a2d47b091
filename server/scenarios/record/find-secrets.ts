/** Names of fields and parameters whose values belong into no file: keys, tokens, card data. */
const SECRET_NAME = /secret|token|passw|api_?key|authorization|credential|card_?number|^(pan|cvc|cvv|iban)$/i;
/** User and password of an address: `https://user:password@host`. */
export const URL_CREDENTIALS = /([a-z][a-z0-9+.-]{0,30}:\/\/)([^\s/?#@]+)@/gi;
/** A parameter in a query: `?name=value`. */
export const QUERY_PARAMETER = /([?&;])([\w.[\]-]+)=([^&#;\s]+)/g;
/** As long as card numbers are, in groups or not. */
const CARD_LIKE = /(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])/g;

/** True for a name under which secrets are kept. */
export function isSecretName(name: string, known: readonly string[]): boolean {
  return SECRET_NAME.test(name) || known.some((one) => one.toLowerCase() === name.toLowerCase());
}

/** Card numbers in a text, by their check digit. */
export function findCardNumbers(text: string): string[] {
  return (text.match(CARD_LIKE) ?? []).filter((candidate) => hasCheckDigit(candidate.replace(/\D/g, '')));
}

/** Luhn's formula, ISO/IEC 7812-1. */
function hasCheckDigit(digits: string): boolean {
  let sum = 0;
  for (const [index, digit] of [...digits].reverse().entries()) {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}
