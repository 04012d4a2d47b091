export interface Ciphertext {
  bytes: Buffer;
  /** What had to be put right about its base64, in one sentence; null when it was well. */
  repaired: string | null;
}

interface Problem {
  problem: { cause: string; sentence: string; fix: string; payload?: string };
}

/** The ciphertext in a webhook body, or bare; or what it is in place of one. */
export function readBody(body: string): Ciphertext | Problem {
  const text = body.trim();
  if (text === '')
    return refuse(
      'empty',
      'There is nothing to decrypt: the body is empty.',
      'Give the body as it came, or the value of its "data".',
    );
  if (/^[[{"]/.test(text)) return readJsonBody(text);
  const [, field] = /^data=([^&]*)$/.exec(text) ?? [];
  if (field !== undefined) return readBase64(field);
  if (/^[\w[\]%.]+=[^=]/.test(text) && text.includes('&'))
    return refusePlain(body, 'It is a form, and not encrypted: forms never are.');
  return readBase64(text);
}

function readJsonBody(text: string): Ciphertext | Problem {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    return refuse(
      'json',
      `It begins like JSON and is none (${why}): it was cut off or changed on the way.`,
      'Pass the body on whole, as it came.',
    );
  }
  if (typeof value === 'string') return readBase64(value);
  const data = typeof value === 'object' && value !== null && 'data' in value ? value.data : undefined;
  if (typeof data === 'string') return readBase64(data);
  return refusePlain(
    text,
    data === undefined
      ? 'It is JSON without a text in "data", so it is not encrypted: it can be read as it stands.'
      : 'Its "data" is no text but the payload itself, so it is not encrypted: it can be read as it stands.',
  );
}

function readBase64(given: string): Ciphertext | Problem {
  const { text, repairs } = repair(given);
  const at = text.search(/[^A-Za-z0-9+/=]/);
  if (at !== -1) {
    const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
    return refuse(
      'base64',
      `It is no base64: ${JSON.stringify(char)} at place ${at + 1} does not belong there.`,
      'Give the value of "data" as it came.',
    );
  }
  const bare = text.replace(/(?<!=)=+$/, '');
  if (bare.includes('='))
    return refuse(
      'base64',
      `It is no base64: something follows its padding, at place ${bare.indexOf('=') + 2}.`,
      'Give one ciphertext, whole.',
    );
  if (bare.length % 4 === 1)
    return refuse(
      'base64',
      `It is no base64: ${bare.length} characters are one too many or three too few, so it was cut off or added to.`,
      'Give the value of "data" whole.',
    );
  const isPadded = text.length % 4 === 0;
  if (!isPadded && repairs.length === 0) repairs.push('Its padding (=) is missing or wrong.');
  return { bytes: Buffer.from(bare, 'base64'), repaired: repairs.length === 0 ? null : repairs.join(' ') };
}

/** What the way of a text does to base64, undone. */
function repair(given: string): { text: string; repairs: string[] } {
  const repairs: string[] = [];
  let text = given.trim();
  const change = (next: string, sentence: string) => {
    if (next !== text) repairs.push(sentence);
    text = next;
  };
  change(
    text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'It is encoded for a URL (%2B, %2F, %3D).',
  );
  change(text.replaceAll('\\/', '/'), 'Its slashes are escaped (\\/).');
  change(text.replace(/\\[rn]|[\r\n\t]/g, ''), 'It has line breaks in it.');
  change(text.replaceAll(' ', '+'), 'It has blanks where "+" stood: it was decoded as a form.');
  if (/^[A-Za-z0-9_-]+=*$/.test(text))
    change(text.replaceAll('-', '+').replaceAll('_', '/'), 'It is base64 for URLs ("-" and "_"); "+" and "/" are used.');
  if (/^([0-9a-f]{32})+$/i.test(text)) change(Buffer.from(text, 'hex').toString('base64'), 'It is hex; base64 is used.');
  return { text, repairs };
}

function refusePlain(payload: string, sentence: string): Problem {
  return { problem: { cause: 'plaintext', sentence, fix: 'Decrypt only when "data" is a text.', payload } };
}

function refuse(cause: string, sentence: string, fix: string): Problem {
  return { problem: { cause, sentence, fix } };
}
