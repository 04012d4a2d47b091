import { toMajorNumber } from '../../domain/money.js';
import type { JsonObject, JsonValue } from '../../protocol/records.js';
import type { EventDraft } from '../provider.js';
import type { Intent } from './intent.js';
import type { Failure } from './mock-cards.js';
import type { Settings } from './settings.js';
import { type Status, statuses } from './statuses.js';

/** What stands in the payload beside the intent itself. */
export interface StatusNews {
  status: Status;
  failure?: Failure | undefined;
  /** Epoch ms of the change. */
  nowMs: number;
}

type PayloadIntent = Pick<
  Intent,
  'id' | 'uuid' | 'amountMinor' | 'currency' | 'externalid' | 'reference' | 'customerid' | 'createdAtMs'
>;

/**
 * One event. The body is `JSON.stringify` of a plain object, because the provider's sample verifier signs what it gets when it
 * stringifies the parsed body: only this form verifies both that way and over the raw bytes.
 */
export function buildEvent(intent: PayloadIntent, news: StatusNews, settings: Settings): EventDraft {
  const payload = buildPayload(intent, news, settings);
  return {
    status: toWireStatus(news.status, settings),
    contentType: 'application/json',
    body: JSON.stringify(payload),
    endpoints: [...new Set(settings.webhookUrls)],
  };
}

/** The nine documented keys in the documented order. Source: doc.securepayapi.com/webhooks. */
export function buildPayload(intent: PayloadIntent, news: StatusNews, settings: Settings): JsonObject {
  const createdMs = settings.created === 'intent_creation' ? intent.createdAtMs : news.nowMs;
  const externalid = chooseExternalId(intent, settings);
  const customerid = intent.customerid || emptyValue(settings.customeridFallback);
  return {
    created: Math.floor(createdMs / 1000),
    uuid: intent.uuid,
    id: intent.id,
    famt: chooseAmount(intent.amountMinor, settings),
    currency: intent.currency,
    ...(externalid === undefined ? {} : { externalid }),
    ...(customerid === undefined ? {} : { customerid }),
    status: toWireStatus(news.status, settings),
    statustext: chooseStatusText(news, settings),
    ...(settings.extraField ? { mock_extra: 'a key that no page lists' } : {}),
  };
}

/** What a receiver can be told: every status but the one of an intent that waits. `given`: complete settings of an account. */
export function listEventStatuses(given: JsonObject): readonly string[] {
  const words = Object.keys(statuses) as Status[];
  return words.filter((status) => status !== 'requires_payment').map((status) => toWireStatus(status, given as Settings));
}

/** The word as the receiver sees it. */
function toWireStatus(status: Status, settings: Settings): string {
  switch (status) {
    case 'SUCCEEDED':
      return settings.finalStatuses.succeeded;
    case 'FAILED':
      return settings.finalStatuses.failed;
    case 'EXPIRED':
      return settings.finalStatuses.expired;
    default:
      return status;
  }
}

function chooseAmount(amountMinor: number, settings: Settings): number {
  switch (settings.famt) {
    case 'minor':
      return amountMinor;
    case 'major':
      return toMajorNumber(amountMinor);
    case 'fractional':
      return amountMinor + 0.5;
  }
}

function chooseExternalId(intent: PayloadIntent, settings: Settings): JsonValue | undefined {
  if (intent.externalid) return intent.externalid;
  if (settings.externalidFallback === 'reference') return intent.reference;
  return emptyValue(settings.externalidFallback);
}

function emptyValue(mode: 'empty' | 'null' | 'omit'): '' | null | undefined {
  return { empty: '' as const, null: null, omit: undefined }[mode];
}

/** A decline shows in the text only: the payload has no field for a reason. */
function chooseStatusText(news: StatusNews, settings: Settings): string {
  if (settings.statustext === 'empty') return '';
  const text = news.failure?.message ?? statuses[news.status].text;
  return settings.statustext === 'english' ? text : `Überprüfung 確認 😀 - ${text}`;
}
