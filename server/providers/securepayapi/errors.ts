import type { Header } from '../../protocol/records.js';
import type { BodyProblem, RouteReply, RouteRequest } from '../provider.js';

/** A refusal, before it has a shape. */
export interface Refusal {
  status: number;
  code: string;
  message: string;
  /** Request field that is wrong. */
  field?: string;
  headers?: readonly Header[];
}

/**
 * The error body. No page that we could read shows one, so shape and codes are ours, and this is the only place that knows them:
 * replace it when the real one is seen.
 */
export function replyWithError({ status, code, message, field, headers }: Refusal): RouteReply {
  return {
    status,
    ...(headers ? { headers } : {}),
    content: { kind: 'json', value: { error: { code, message, ...(field === undefined ? {} : { field }) } } },
    refusal: { code, message },
  };
}

/** For whoever sends something else. */
export const jsonWanted = 'Send JSON with "Content-Type: application/json"';

/** Refusal of a body that could not be read. What a parser says about it would tell how we are built, so it is not repeated. */
export function refuseUnreadable(problem: BodyProblem, message: string, contentType = ''): Refusal {
  if (problem === 'unsupported_type' || (problem === 'malformed' && !isJson(contentType))) {
    return refuseBody('unsupported_type', jsonWanted);
  }
  return refuseBody(problem, problem === 'malformed' ? 'The body is malformed JSON' : message);
}

/** Refusal of a charset other than UTF-8: bodies are read as UTF-8 whatever they say. */
export function findCharsetFault(contentType = ''): Refusal | undefined {
  const charset = /;\s*charset\s*=\s*"?([^\s";]*)/i.exec(contentType)?.[1];
  if (charset === undefined || /^utf-?8$/i.test(charset)) return undefined;
  return refuseBody('unsupported_type', 'The body must be in UTF-8: leave the charset out, or write charset=utf-8');
}

export function isJson(contentType = ''): boolean {
  return /^application\/json\b/i.test(contentType);
}

/** Refusal of a body that never became JSON. */
export function refuseBody(problem: BodyProblem, message: string): Refusal {
  switch (problem) {
    case 'too_large':
      return { status: 413, code: 'body_too_large', message };
    case 'unsupported_type':
      return { status: 415, code: 'unsupported_media_type', message };
    case 'too_deep':
    case 'forbidden_key':
    case 'malformed':
      return { status: 400, code: problem === 'malformed' ? 'malformed_json' : 'invalid_body', message };
  }
}

export function answerUnmatched(request: RouteRequest, allowedMethods: readonly string[]): RouteReply {
  if (allowedMethods.length > 0) {
    return replyWithError({
      status: 405,
      code: 'method_not_allowed',
      message: `${request.path} does not answer ${request.method}; it answers ${allowedMethods.join(', ')}`,
      headers: [['Allow', allowedMethods.join(', ')]],
    });
  }
  return replyWithError({
    status: 404,
    code: 'not_found',
    message: `Nothing here answers ${request.path}; the API has one call: POST /api/v1/payment-intents`,
  });
}

const failureCodes: Readonly<Record<number, string>> = { 429: 'rate_limited', 503: 'unavailable', 507: 'storage_full' };

export function answerFailure(status: number, message: string): RouteReply {
  return replyWithError({ status, code: failureCodes[status] ?? 'internal_error', message });
}
