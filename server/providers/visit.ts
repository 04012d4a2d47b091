import type { JsonObject } from '../protocol/records.js';

/** A request that a customer's browser makes at the provider. */
export interface VisitRequest {
  method: 'GET' | 'POST';
  /** Path and query below the provider's base: `/payment?link_id=NTAwMDE`. */
  path: string;
  /** What a form or a script of the page sends; a GET has none. */
  body?: VisitBody;
  /** Values in the request, or in the page that answers it, that stand in no record. */
  secrets?: readonly string[];
}

export type VisitBody = { kind: 'form'; fields: Readonly<Record<string, string>> } | { kind: 'json'; value: JsonObject };
