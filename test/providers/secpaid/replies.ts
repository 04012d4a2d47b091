import type { JsonValue } from '../../../server/protocol/records.js';
import type { RouteOutcome, RouteReply } from '../../../server/providers/provider.js';

export interface Answer {
  status: number;
  body: Record<string, JsonValue>;
  headers: Record<string, string>;
  outcome: RouteOutcome;
}

export function jsonOf(reply: RouteReply): Record<string, JsonValue> {
  if (reply.content?.kind !== 'json') throw new Error(`expected JSON, got ${reply.content?.kind}`);
  return reply.content.value as Record<string, JsonValue>;
}

export function htmlOf(reply: RouteReply): string {
  if (reply.content?.kind !== 'html') throw new Error(`expected a page, got ${reply.content?.kind}`);
  return reply.content.text;
}

export function headersOf(reply: RouteReply): Record<string, string> {
  return Object.fromEntries((reply.headers ?? []).map(([name, value]) => [name.toLowerCase(), value]));
}

/** Items of `data`. */
export function itemsOf(answer: Answer): Record<string, JsonValue>[] {
  return answer.body.data as Record<string, JsonValue>[];
}

export function dataOf(answer: Answer): Record<string, JsonValue> {
  return answer.body.data as Record<string, JsonValue>;
}
