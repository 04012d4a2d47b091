import { useEffect, useMemo, useState } from 'react';
import type { PaymentView } from '../../../../server/http/control/replies.js';
import type { EventAnnounced, LogRecord } from '../../../../server/protocol/records.js';
import type { ControlFailure } from '../../control/call-control.js';
import { findRecord } from '../../exchange/find-record.js';
import { type PaymentStory, paymentIdOf } from '../../state/payment-story.js';
import { findAnswer, type RecordContext, readContext } from '../../state/record-context.js';
import { useStage } from '../stage-context.js';
import { useStoreValue } from '../use-store-value.js';

export type RecordState = { kind: 'loading' } | { kind: 'absent'; failure: ControlFailure } | ReadyRecord;

export interface ReadyRecord {
  kind: 'ready';
  record: LogRecord;
  context: RecordContext;
  /** What is held of its payment. */
  story: PaymentStory | undefined;
}

/** The record at `seq`, or the answer to the attempt that it starts: from what the page holds, from the harness where that is not enough. Null: none is asked for. */
export function useExchangeRecord(seq: number | null): RecordState | null {
  const { store, call, isReadOnly, isConnected } = useStage();
  const held = useStoreValue(store, ({ log }) => (seq === null ? undefined : findRecord(log.records, seq)));
  const [asked, setAsked] = useState<{ seq: number; record?: LogRecord; failure?: ControlFailure } | null>(null);
  const named = held ?? (asked?.seq === seq ? asked.record : undefined);
  const paymentId = named ? paymentIdOf(named) : null;
  const story = useStoreValue(store, ({ log }) => (paymentId === null ? undefined : log.payments.get(paymentId)));
  const record = named && (findAnswer(named, story) ?? named);

  const isMissing = seq !== null && held === undefined;
  // Asked again with each new connection: what did not answer a moment ago may do so now.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (!isMissing || seq === null) return;
    if (isReadOnly) return setAsked({ seq, failure: noneInFile(seq) });
    let isCurrent = true;
    void call<LogRecord>('GET', `/records/${seq}`).then((result) => {
      if (isCurrent) setAsked(result.ok ? { seq, record: result.value } : { seq, failure: result.failure });
    });
    return () => {
      isCurrent = false;
    };
  }, [call, isConnected, isMissing, isReadOnly, seq]);

  const event = useMissingEvent(record, story);
  return useMemo<RecordState | null>(() => {
    if (seq === null) return null;
    if (record) {
      const context = readContext(record, story);
      return { kind: 'ready', record, context: { ...context, event: context.event ?? event }, story };
    }
    return asked?.seq === seq && asked.failure ? { kind: 'absent', failure: asked.failure } : { kind: 'loading' };
  }, [seq, record, story, event, asked]);
}

/** The event that an attempt delivers, from the harness, when the page has let its record go. */
function useMissingEvent(record: LogRecord | undefined, story: PaymentStory | undefined): EventAnnounced | null {
  const { call, isReadOnly } = useStage();
  const [fetched, setFetched] = useState<EventAnnounced | null>(null);
  const attempt = record?.type === 'attempt.finished' ? record : null;
  const isMissing = attempt !== null && !story?.events.has(attempt.eventId);
  const { paymentId = '', eventId = '' } = attempt ?? {};
  useEffect(() => {
    if (!isMissing || isReadOnly) return;
    let isCurrent = true;
    void call<PaymentView>('GET', `/payments/${encodeURIComponent(paymentId)}`).then((result) => {
      if (isCurrent && result.ok) setFetched(readEvent(result.value, eventId));
    });
    return () => {
      isCurrent = false;
    };
  }, [call, eventId, isMissing, isReadOnly, paymentId]);
  return fetched?.eventId === eventId ? fetched : null;
}

function readEvent({ id, events }: PaymentView, eventId: string): EventAnnounced | null {
  const event = events.find((candidate) => candidate.id === eventId);
  if (!event) return null;
  const { status, contentType, body, plainBody } = event;
  return {
    type: 'event.announced',
    paymentId: id,
    eventId,
    status,
    contentType,
    body,
    ...(plainBody === undefined ? {} : { plainBody }),
    deliveries: event.deliveries.map((delivery) => ({ deliveryId: delivery.id, endpoint: delivery.endpoint })),
  };
}

function noneInFile(seq: number): ControlFailure {
  return { code: 'unknown_record', message: `This log holds no record ${seq}.`, hint: null };
}
