import { useEffect, useMemo, useState } from 'react';
import type { LogRecord } from '../../../../server/protocol/records.js';
import type { ControlFailure } from '../../control/call-control.js';
import { emptyLogState } from '../../state/log-state.js';
import { createDraft, forgetDraft, type PaymentStory } from '../../state/payment-story.js';
import { reduce } from '../../state/reduce.js';
import { findCreation } from '../../story/payment-facts.js';
import { useStage } from '../stage-context.js';
import { useStoreValue } from '../use-store-value.js';

export type StorySource =
  | { kind: 'loading' }
  | { kind: 'absent'; failure: ControlFailure | null }
  /** The stage knows the payment and keeps no record of it any more. */
  | { kind: 'gone' }
  /** `isWhole`: from the first record of the payment on. */
  | { kind: 'ready'; story: PaymentStory; isWhole: boolean };

/** The story of a payment: from what the page holds, and for what it no longer holds, from the harness. */
export function usePaymentStory(paymentId: string): StorySource {
  const { store, call, isConnected, isReadOnly } = useStage();
  const held = useStoreValue(store, ({ log }) => log.payments.get(paymentId));
  const connection = useStoreValue(store, (state) => state.connection.kind);
  const isWhole = useMemo(() => held !== undefined && findCreation(held) !== undefined, [held]);
  const [older, setOlder] = useState<readonly LogRecord[] | null>(null);
  const [failure, setFailure] = useState<ControlFailure | null>(null);

  useEffect(() => {
    if (isWhole || isReadOnly || !isConnected) return;
    let isCurrent = true;
    void call<{ records: LogRecord[] }>('GET', `/payments/${encodeURIComponent(paymentId)}/timeline`).then((result) => {
      if (!isCurrent) return;
      if (result.ok) setOlder(result.value.records);
      setFailure(result.ok ? null : result.failure);
    });
    return () => {
      isCurrent = false;
    };
  }, [call, isConnected, isReadOnly, isWhole, paymentId]);

  const joined = useMemo(
    () => (isWhole || older === null ? held : joinStory(paymentId, older, held)),
    [isWhole, older, held, paymentId],
  );
  if (joined)
    return {
      kind: 'ready',
      story: joined,
      isWhole: isWhole || findCreation(joined) !== undefined || (older === null && !isReadOnly),
    };
  if (older !== null) return { kind: 'gone' };
  if (isReadOnly) return connection === 'reading' ? { kind: 'loading' } : { kind: 'absent', failure: null };
  return failure ? { kind: 'absent', failure } : { kind: 'loading' };
}

/** The same reducer over the older records and those that came since. */
function joinStory(paymentId: string, older: readonly LogRecord[], held: PaymentStory | undefined): PaymentStory | undefined {
  const newestSeq = older.at(-1)?.seq ?? 0;
  const newer = [...(held?.records ?? [])].filter(({ seq }) => seq > newestSeq);
  const whole = reduce(emptyLogState, [...older, ...newer]).payments.get(paymentId);
  // That the stage forgot it stands in no record of the payment.
  return whole && held?.isForgotten ? forgetStory(whole) : (whole ?? held);
}

function forgetStory(story: PaymentStory): PaymentStory {
  const draft = createDraft(story.paymentId, story);
  forgetDraft(draft);
  return draft;
}
