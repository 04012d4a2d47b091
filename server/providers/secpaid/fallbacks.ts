import type { RouteReply, RouteRequest } from '../provider.js';
import { buildFailure, texts } from './envelope.js';

/** Neither case is documented; the envelope and the fitting status are our choice. */
export function answerUnmatched(_request: RouteRequest, allowedMethods: readonly string[]): RouteReply {
  if (allowedMethods.length === 0) return buildFailure(404, 'Not Found');
  return { ...buildFailure(405, 'Method Not Allowed'), headers: [['Allow', allowedMethods.join(', ')]] };
}

/** Failures of the harness itself and those made on purpose, in the shape that SecPaid's callers can read; a rate limit in its own words. */
export function answerFailure(status: number, message: string): RouteReply {
  return buildFailure(status, status === 429 ? texts.tooManyRequests : message);
}
