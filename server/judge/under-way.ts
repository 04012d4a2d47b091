import { hideCredentials } from '../domain/url-credentials.js';
import type { LogRecord } from '../protocol/records.js';
import type { Judgement } from './judgement.js';
import { pointAt } from './say-record.js';

/** Something that has begun and not ended: an attempt without an answer, a webhook or a browser that is held. */
export interface UnderWay {
  sentence: string;
  record: LogRecord;
}

/** What is still open in these records, oldest first. */
export function listUnderWay(records: readonly LogRecord[]): UnderWay[] {
  const open = new Map<string, UnderWay>();
  for (const record of records) {
    switch (record.type) {
      case 'attempt.started': {
        const where = findDelivery(records, record.deliveryId);
        const sentence = `attempt ${record.number}${where} is under way since ${record.at}, no answer yet`;
        open.set(record.attemptId, { sentence, record });
        open.delete(record.deliveryId);
        break;
      }
      case 'attempt.finished':
        open.delete(record.attemptId);
        break;
      case 'delivery.held':
        open.set(record.deliveryId, { sentence: `the webhook${findDelivery(records, record.deliveryId)} is held`, record });
        break;
      case 'delivery.released':
      case 'delivery.dropped':
        open.delete(record.deliveryId);
        break;
      case 'redirect.held':
        open.set(record.redirectId, {
          sentence: `the browser is held on its way back to ${hideCredentials(record.location)}`,
          record,
        });
        break;
      case 'redirect.released':
        open.delete(record.redirectId);
    }
  }
  return [...open.values()];
}

/** For a wait that came to nothing, because something did not end. */
export function judgeUnderWay(records: readonly LogRecord[], expected: string): Judgement {
  const open = listUnderWay(records);
  const last = open.at(-1);
  const seen = open.length === 0 ? 'something was still under way' : open.map(({ sentence }) => sentence).join('; ');
  return { isMet: false, expected, seen, nearest: last ? pointAt(last.record) : null };
}

/** What is most worth looking at where the app did not do what it should: what it waits for, else what it was told last. */
export function findLastTold(records: readonly LogRecord[]): LogRecord | null {
  const held = listUnderWay(records).filter(({ record }) => record.type !== 'attempt.started');
  const told = records.filter((record) => record.type === 'attempt.finished');
  return held.at(-1)?.record ?? told.findLast(({ code }) => code === 'acknowledged') ?? told.at(-1) ?? null;
}

/** ` of event paid to http://localhost:3000/webhooks` */
function findDelivery(records: readonly LogRecord[], deliveryId: string): string {
  for (const record of records) {
    const found = record.type === 'event.announced' && record.deliveries.find((delivery) => delivery.deliveryId === deliveryId);
    if (found) return ` of event ${record.status} to ${hideCredentials(found.endpoint)}`;
  }
  return ` of ${deliveryId}`;
}
