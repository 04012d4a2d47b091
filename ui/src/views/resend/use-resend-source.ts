import { useEffect, useMemo, useState } from 'react';
import type { PaymentView } from '../../../../server/http/control/replies.js';
import type { EventAnnounced, LogRecord } from '../../../../server/protocol/records.js';
import type { ControlFailure } from '../../control/call-control.js';
import { buildSource, isSent, type ResendSource, type SentRecord } from '../../resend/source.js';
import { findFirstAfter } from '../../state/chunked-list.js';
import { type PaymentStory, paymentIdOf } from '../../state/payment-story.js';
import { useStage } from '../stage-context.js';
import { useStoreValue } from '../use-store-value.js';

export type SourceState =
  | { kind: 'loading' }
  | { kind: 'absent'; failure: ControlFailure }
  | { kind: 'unfit'; record: LogRecord }
  | { kind: 'ready'; source: ResendSource; deliveryEndpoint: string | null; story: PaymentStory | undefined };

interface Delivered {
  event: EventAnnounced | null;
  endpoint: string | null;
}

/** What an edit of the record at `seq` starts from: from the log that the page holds, and from the harness where that is not enough. */
export function useResendSource(seq: number): SourceState {
  const { store, call, isReadOnly } = useStage();
  const held = useStoreValue(store, ({ log }) => findRecord(log.records, seq));
  const [asked, setAsked] = useState<{ record: LogRecord } | { failure: ControlFailure } | null>(null);
  const record = held ?? (asked && 'record' in asked ? asked.record : undefined);
  const paymentId = record ? paymentIdOf(record) : null;
  const story = useStoreValue(store, ({ log }) => (paymentId === null ? undefined : log.payments.get(paymentId)));
  const sent = record && isSent(record) ? record : null;
  const known = sent ? findDelivered(sent, story) : null;
  const [fetched, setFetched] = useState<Delivered | null>(null);

  const isRecordMissing = held === undefined;
  useEffect(() => {
    if (!isRecordMissing || isReadOnly) return;
    let isCurrent = true;
    void call<LogRecord>('GET', `/records/${seq}`).then((result) => {
      if (isCurrent) setAsked(result.ok ? { record: result.value } : { failure: result.failure });
    });
    return () => {
      isCurrent = false;
    };
  }, [call, isReadOnly, isRecordMissing, seq]);

  const isEventMissing = sent !== null && known === null;
  const deliveryId = sent?.deliveryId ?? '';
  useEffect(() => {
    if (!isEventMissing || paymentId === null || isReadOnly) return;
    let isCurrent = true;
    void call<PaymentView>('GET', `/payments/${encodeURIComponent(paymentId)}`).then((result) => {
      if (isCurrent) setFetched(result.ok ? readDelivered(result.value, deliveryId) : { event: null, endpoint: null });
    });
    return () => {
      isCurrent = false;
    };
  }, [call, deliveryId, isEventMissing, isReadOnly, paymentId]);

  const event = (known ?? fetched)?.event ?? null;
  const endpoint = (known ?? fetched)?.endpoint ?? null;
  const isComplete = known !== null || fetched !== null || isReadOnly;
  // Only from what it is made of: the story grows with every record, and an editor must not start anew with each.
  const source = useMemo(() => sent && buildSource(sent, event, endpoint), [sent, event, endpoint]);
  if (record && !isSent(record)) return { kind: 'unfit', record };
  if (source && isComplete) return { kind: 'ready', source, deliveryEndpoint: endpoint, story };
  if (asked && 'failure' in asked && !record) return { kind: 'absent', failure: asked.failure };
  return { kind: 'loading' };
}

/** The record at that position, if the page holds it. */
function findRecord(records: { length: number; at(index: number): LogRecord | undefined }, seq: number): LogRecord | undefined {
  const record = records.at(findFirstAfter(records, seq - 1, (candidate) => candidate.seq));
  return record?.seq === seq ? record : undefined;
}

function findDelivered(sent: SentRecord, story: PaymentStory | undefined): Delivered | null {
  const event = story?.events.get(sent.eventId);
  const endpoint = story?.deliveries.get(sent.deliveryId)?.endpoint;
  return event && endpoint ? { event, endpoint } : null;
}

function readDelivered({ id, events }: PaymentView, deliveryId: string): Delivered {
  for (const event of events) {
    const delivery = event.deliveries.find((candidate) => candidate.id === deliveryId);
    if (!delivery) continue;
    const { status, contentType, body, plainBody } = event;
    const announced: EventAnnounced = {
      type: 'event.announced',
      paymentId: id,
      eventId: event.id,
      status,
      contentType,
      body,
      ...(plainBody === undefined ? {} : { plainBody }),
      deliveries: event.deliveries.map((other) => ({ deliveryId: other.id, endpoint: other.endpoint })),
    };
    return { event: announced, endpoint: delivery.endpoint };
  }
  return { event: null, endpoint: null };
}
