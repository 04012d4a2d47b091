import { HarnessError } from '../domain/errors.js';
import type { Header, JsonObject, JsonValue } from '../protocol/records.js';

/** A call of a provider's API, as an app makes it. */
export interface ApiRequest {
  method: 'GET' | 'POST';
  /** Below the provider's base. */
  path: string;
  headers: readonly Header[];
  body?: JsonObject;
}

export interface ApiReply {
  status: number;
  headers: Readonly<Record<string, string>>;
  /** Undefined when the answer is no JSON. */
  value: JsonValue | undefined;
  text: string;
}

/** Who makes the calls: the network is an argument here, as everywhere in a provider's folder. */
export interface ApiCaller {
  keys: Readonly<Record<string, string>>;
  send(request: ApiRequest): Promise<ApiReply>;
}

/** A provider's API said no, in its own words. */
export class ProviderApiError extends HarnessError {
  /** Of the HTTP answer. */
  readonly reply: ApiReply;

  constructor(call: string, said: string, reply: ApiReply) {
    super('provider_refused', `${call} was refused with ${reply.status}: ${said}`, { status: reply.status });
    this.name = 'ProviderApiError';
    this.reply = reply;
  }
}
