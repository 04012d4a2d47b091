import type { LogRecord } from '../../../server/protocol/records.js';
import type { StreamMessage } from '../../../server/protocol/stream.js';

/** A message of the stream; null when it is of a kind that this page does not know, which a newer harness may send. */
export function parseMessage(data: unknown): StreamMessage | null {
  if (typeof data !== 'string') throw new Error('The stream carries text messages only.');
  const message: unknown = JSON.parse(data);
  if (!isObject(message)) throw new Error('A stream message is a JSON object.');
  if (message.type === 'hello') {
    const isComplete =
      typeof message.logId === 'string' && typeof message.oldestSeq === 'number' && typeof message.newestSeq === 'number';
    if (!isComplete) throw new Error('The greeting is incomplete.');
    return message as unknown as StreamMessage;
  }
  if (message.type === 'records') {
    if (!Array.isArray(message.records) || !message.records.every(isRecord))
      throw new Error('A batch holds something else than records.');
    return message as unknown as StreamMessage;
  }
  if (message.type === 'alive') return { type: 'alive' };
  return null;
}

/** True for what has the head of a record; what a newer harness adds to it is its business. */
export function isRecord(value: unknown): value is LogRecord {
  return isObject(value) && typeof value.seq === 'number' && typeof value.type === 'string' && isDate(value.at);
}

function isDate(value: unknown): boolean {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
