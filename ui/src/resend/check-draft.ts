import type { ResendDraft } from './draft.js';
import { isConnectionHeader } from './source.js';

/** The part of the form that a problem belongs to; `form` when it belongs to none. */
export type DraftField = 'endpoint' | 'headers' | 'body' | 'key' | 'form';

/** Why something cannot be sent, and what would do. */
export interface DraftProblem {
  field: DraftField;
  /** The row of the header that is meant, and which half of it. */
  rowId?: number;
  part?: 'name' | 'value';
  message: string;
  hint: string | null;
}

/** RFC 9110 5.6.2 and 5.5, as the harness has them. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Everything that stands in the way of sending, before the harness is asked. */
export function checkDraft(draft: ResendDraft, key: string): DraftProblem[] {
  const problems: DraftProblem[] = [];
  const endpointProblem = checkEndpoint(draft.endpoint);
  if (endpointProblem) problems.push(endpointProblem);
  for (const { id, name, value } of draft.headers) {
    const problem = checkHeader(name, value);
    if (problem) problems.push({ field: 'headers', rowId: id, ...problem });
  }
  if (draft.signing === 'other_key' && key === '') {
    problems.push({
      field: 'key',
      message: 'The key to sign with is missing.',
      hint: 'Any text will do, such as a key that was replaced. It is used for this one request and kept nowhere.',
    });
  }
  return problems;
}

function checkEndpoint(endpoint: string): DraftProblem | null {
  const hint = 'Give an absolute URL such as http://localhost:3000/webhooks.';
  // A URL parser mends blanks and backslashes without a word; the harness refuses them, and so does this.
  if (!URL.canParse(endpoint) || /[\s\\]/.test(endpoint)) {
    const message = endpoint.trim() === '' ? 'The URL to send to is missing.' : `“${endpoint}” is not a URL.`;
    return { field: 'endpoint', message, hint };
  }
  const { protocol } = new URL(endpoint);
  if (protocol === 'http:' || protocol === 'https:') return null;
  return { field: 'endpoint', message: `Only http and https can be called, not ${protocol.slice(0, -1)}.`, hint };
}

function checkHeader(name: string, value: string): Pick<DraftProblem, 'part' | 'message' | 'hint'> | null {
  if (name === '')
    return { part: 'name', message: 'The name of this header is missing.', hint: 'Give it one, or remove the row.' };
  if (!TOKEN.test(name)) {
    return {
      part: 'name',
      message: `“${name}” cannot be the name of a header.`,
      hint: "Use letters, digits and !#$%&'*+-.^_`|~ only; no spaces, no colon.",
    };
  }
  if (isConnectionHeader(name)) {
    return {
      part: 'name',
      message: `${name} belongs to the connection and is written when it is sent.`,
      hint: 'Remove the row.',
    };
  }
  if (HEADER_VALUE.test(value)) return null;
  return /[\r\n]/.test(value)
    ? {
        part: 'value',
        message: `The value of ${name} contains a line break.`,
        hint: 'A header is one line: take the line break out.',
      }
    : {
        part: 'value',
        message: `The value of ${name} contains a character that HTTP cannot carry.`,
        hint: 'Use visible characters of ISO 8859-1, spaces and tabs; encode the rest, for instance with percent signs.',
      };
}
