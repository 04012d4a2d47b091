import type { CallRefusal, Header, JsonValue } from '../protocol/records.js';
import type { Change } from './change.js';
import type { View } from './view.js';

export type RouteKind =
  /** Called by the app's server; recorded as `api.called`. */
  | 'api'
  /** Opened or called by a browser; recorded as `page.served`. */
  | 'page'
  /** Style sheets, scripts and polls that change nothing; not recorded. */
  | 'asset';

export interface ProviderRoute {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Path below the provider's base; `:name` matches one segment. The first matching route of the list wins. */
  path: string;
  kind: RouteKind;
  /** The provider's own name for the call, shown in the log. */
  name: string;
  handle(request: RouteRequest, view: View): RouteOutcome;
}

/** A route as whoever performs a call needs it. */
export type CalledRoute = Pick<ProviderRoute, 'kind' | 'name' | 'handle'>;

export interface RouteRequest {
  method: string;
  /** Path below the provider's base, such as `/api/v2/createLink`. */
  path: string;
  params: Record<string, string>;
  /** First value of each query parameter. */
  query: Record<string, string>;
  /** Lower-case names; repeated headers joined with `, `. */
  headers: Record<string, string>;
  remoteAddress: string;
  body: RequestBody;
}

export type RequestBody =
  | { kind: 'none' }
  | { kind: 'json'; value: JsonValue }
  /** urlencoded or multipart text fields; repeated names keep the last value. */
  | { kind: 'form'; fields: Record<string, string> }
  | { kind: 'problem'; problem: BodyProblem; message: string };

export type BodyProblem = 'malformed' | 'too_large' | 'too_deep' | 'unsupported_type' | 'forbidden_key';

export interface RouteOutcome {
  reply: RouteReply;
  changes?: readonly Change[];
  /** For the log: who called, about what. */
  accountId?: string;
  paymentId?: string;
  /** Holds the reply until the first attempt of every event announced here is done. */
  awaitFirstAttempts?: boolean;
}

export interface RouteReply {
  status: number;
  headers?: readonly Header[];
  content?: ReplyContent;
  /** Set on every reply that says no: what its body says, for the log, so that no reader has to know the provider's error shape. */
  refusal?: CallRefusal;
}

export type ReplyContent =
  | { kind: 'json'; value: JsonValue }
  | { kind: 'html'; text: string }
  | { kind: 'css'; text: string }
  | { kind: 'script'; text: string };
