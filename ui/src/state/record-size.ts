import type { CapturedBody, LogRecord } from '../../../server/protocol/records.js';

/** Characters of the bodies that a record holds: what makes one record a thousand times larger than another. */
export function countBodyChars(record: LogRecord): number {
  let chars = 0;
  if ('request' in record) chars += countChars(record.request?.body);
  if ('response' in record) chars += countChars(record.response?.body);
  if (record.type === 'event.announced') chars += record.body.length + (record.plainBody?.length ?? 0);
  if (record.type === 'customer.visited') chars += record.page?.body?.length ?? 0;
  return chars;
}

function countChars(body: CapturedBody | undefined): number {
  return (body?.text?.length ?? 0) + (body?.base64?.length ?? 0);
}
