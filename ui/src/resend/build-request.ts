import type { Header, ResendMethod, ResendSigning } from '../../../server/protocol/records.js';
import { isSameHeaders, type ResendDraft, toHeaders } from './draft.js';
import type { ResendSource } from './source.js';

/** What the harness is asked to send; what is left out is as the delivery has it. */
export interface ResendRequest {
  endpoint?: string;
  headers?: Header[];
  body?: string;
  method?: ResendMethod;
  signing: ResendSigning;
  key?: string;
  basedOn?: string;
}

/**
 * Names only what differs from the delivery, so that the rest is exactly what it sends: bytes that an editor might spell otherwise, and
 * credentials of its URL that the log does not show. Kept signatures name the headers, because they are those of the one attempt.
 */
export function buildRequest(
  draft: ResendDraft,
  source: ResendSource,
  deliveryEndpoint: string | null,
  key: string,
): ResendRequest {
  const headers = toHeaders(draft.headers);
  const areHeadersNamed = draft.signing === 'kept' || source.attemptId === null || !isSameHeaders(headers, source.headers);
  return {
    ...(draft.endpoint === deliveryEndpoint ? {} : { endpoint: draft.endpoint }),
    ...(areHeadersNamed ? { headers } : {}),
    ...(draft.body === source.event?.body ? {} : { body: draft.body }),
    ...(source.method === 'POST' ? {} : { method: source.method }),
    signing: draft.signing,
    ...(draft.signing === 'other_key' ? { key } : {}),
    ...(source.attemptId === null ? {} : { basedOn: source.attemptId }),
  };
}
