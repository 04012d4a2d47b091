import type { SearchField } from './search-fields.js';

export interface SearchFieldHelp {
  field: SearchField;
  /** One line, without a full stop. */
  text: string;
  example: string;
}

/**
 * The fields of the search, in the order to read about them. Each example finds something in a log in which a bit of everything happened.
 * @param provider a name that stands in the log; an example with any other one would find nothing.
 */
export function listSearchHelp(provider: string | undefined): readonly SearchFieldHelp[] {
  return fieldHelp.map((help) => (help.field === 'provider' && provider ? { ...help, example: `provider:${provider}` } : help));
}

const fieldHelp: readonly SearchFieldHelp[] = [
  { field: 'payment', text: 'records of one payment', example: 'payment:50001' },
  { field: 'provider', text: 'records of one provider', example: 'provider:name' },
  { field: 'lane', text: 'records of one lane', example: 'lane:default' },
  {
    field: 'status',
    text: 'a status or outcome of a payment (paid, failed, open), or an HTTP status',
    example: 'status:failed,4xx',
  },
  {
    field: 'verdict',
    text: 'how an attempt, a call or a check ended (timeout, refused, fail), or good, bad, warn',
    example: 'verdict:not-acknowledged',
  },
  { field: 'type', text: 'what sort of record', example: 'type:api,page' },
  { field: 'event', text: 'the status an event announces, or its id', example: 'event:paid' },
  { field: 'endpoint', text: 'a piece of the URL that is told', example: 'endpoint:localhost:3000' },
  { field: 'route', text: 'the name of an API call or page, or a piece of its path', example: 'route:/api/' },
  { field: 'check', text: 'what a check found and what was sent for it', example: 'check:SIG-1' },
  { field: 'is', text: 'retry, manual, failed, held, edited or error', example: 'is:retry' },
  { field: 'after', text: 'from a time on, or after a record', example: 'after:10m' },
  { field: 'before', text: 'before a time, or before a record', example: 'before:#123' },
];

/** What else there is to know, one line each. */
export const searchRules: readonly SearchRule[] = [
  { text: 'several terms must all hold', example: 'is:retry verdict:bad' },
  { text: 'a comma means either', example: 'status:paid,failed' },
  { text: 'a minus in front means not', example: '-type:page' },
  { text: 'quotes keep blanks and commas', example: '"answered 204"' },
  { text: 'any other word is looked for in lines, URLs, headers and bodies', example: 'signature' },
  { text: 'a time is a date, HH:MM today, or 30s, 10m, 2h ago', example: 'after:00:00' },
];

export interface SearchRule {
  text: string;
  example: string;
}
