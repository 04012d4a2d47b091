import type { Header, ResendSigning } from '../../../server/protocol/records.js';
import type { ResendSource } from './source.js';

/** One header while it is edited. The id stays with it when it moves; it means nothing beyond the page. */
export interface HeaderRow {
  id: number;
  name: string;
  value: string;
}

/** What will be sent, as far as it was edited. The key of `other_key` is not part of it: that one is never kept anywhere. */
export interface ResendDraft {
  endpoint: string;
  headers: readonly HeaderRow[];
  body: string;
  signing: ResendSigning;
}

/** The delivery as it was sent, to be signed again: sent unchanged it is accepted, so that what an edit breaks is the edit's doing. */
export function buildDraft(source: ResendSource): ResendDraft {
  return {
    endpoint: source.endpoint,
    headers: numberRows(source.headers),
    body: source.body ?? '',
    signing: 'fresh',
  };
}

export function numberRows(headers: readonly Header[]): HeaderRow[] {
  return headers.map(([name, value], index) => ({ id: index + 1, name, value }));
}

export function toHeaders(rows: readonly HeaderRow[]): Header[] {
  return rows.map(({ name, value }) => [name, value]);
}

/** True when both would send the same; where the rows of the headers came from does not matter. */
export function isSameDraft(one: ResendDraft, other: ResendDraft): boolean {
  return (
    one.endpoint === other.endpoint &&
    one.body === other.body &&
    one.signing === other.signing &&
    isSameHeaders(toHeaders(one.headers), toHeaders(other.headers))
  );
}

export function isSameHeaders(one: readonly Header[], other: readonly Header[]): boolean {
  return one.length === other.length && one.every(([name, value], at) => other[at]?.[0] === name && other[at]?.[1] === value);
}
