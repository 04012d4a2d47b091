import type Koa from 'koa';
import { captureBody } from '../log/capture.js';
import { maskQuery } from '../log/mask-query.js';
import type { Redactor } from '../log/redact.js';
import type { CapturedRequest, CapturedResponse, Header } from '../protocol/records.js';

export interface CaptureRules {
  redact: Redactor;
  /** Lower-case names of headers whose values are masked. */
  credentialHeaders: readonly string[];
  /** Names of query parameters whose values are masked. */
  secretFields: readonly string[];
}

/** What came in, with secrets masked. `text` is the body as it may be shown. */
export function captureRequest(ctx: Koa.Context, text: string, rules: CaptureRules): CapturedRequest {
  const raw = ctx.req.rawHeaders;
  const headers: Header[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) headers.push([raw[index] ?? '', raw[index + 1] ?? '']);
  return captureCall({ method: ctx.method, url: ctx.originalUrl, headers }, text, rules);
}

/** A request with secrets masked, also one that never went over a wire. `text` is the body as it may be shown. */
export function captureCall(
  { method, url, headers }: { method: string; url: string; headers: readonly Header[] },
  text: string,
  rules: CaptureRules,
): CapturedRequest {
  const isCredential = (name: string) => rules.credentialHeaders.includes(name.toLowerCase());
  return {
    method,
    url: rules.redact.maskText(maskQuery(url, rules.secretFields)),
    headers: headers.map(
      ([name, value]): Header => [name, isCredential(name) ? rules.redact.maskCredential(value) : rules.redact.maskText(value)],
    ),
    ...(text === '' ? {} : { body: captureBody(Buffer.from(rules.redact.maskText(text))) }),
  };
}

export function captureReply(status: number, headers: readonly Header[], text: string, rules: CaptureRules): CapturedResponse {
  return {
    status,
    headers: headers.map(([name, value]): Header => [name, rules.redact.maskText(value)]),
    ...(text === '' ? {} : { body: captureBody(Buffer.from(rules.redact.maskText(text))) }),
  };
}
