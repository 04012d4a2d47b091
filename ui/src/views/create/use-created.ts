import { useCallbackRef } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import type { CreatedView } from '../../../../server/http/control/provider-replies.js';
import type { PaymentView } from '../../../../server/http/control/replies.js';
import type { ApiCalled, RecordHead } from '../../../../server/protocol/records.js';
import type { CallControl } from '../../control/call-control.js';
import { isAtView } from '../../routing/use-place.js';
import { useStage } from '../stage-context.js';
import { useSearchParameter } from '../use-search-parameter.js';

export interface Created {
  /** The last answer of each provider. */
  answers: Readonly<Record<string, CreatedView | null>>;
  /** Keeps an answer, or forgets the one before where there was none. */
  keep(provider: string, answer: CreatedView | null): void;
  /** The address shall bring back the payment of this provider. */
  show(provider: string): void;
}

/**
 * What was created, with the id of the payment that is shown in the address: a reload, Back and a copied link bring it back from the log.
 * `onRestored` is told whose it is.
 */
export function useCreated(onRestored: (provider: string) => void): Created {
  const { call, providers } = useStage();
  const [answers, setAnswers] = useState<Created['answers']>({});
  const [createdId, setCreatedId] = useSearchParameter('created');
  /** What the address asked for first; null once something newer is shown. */
  const wanted = useRef<string | null>(createdId || null);
  const tell = useCallbackRef(onRestored);
  useEffect(() => {
    const paymentId = wanted.current;
    if (paymentId === null || providers.length === 0) return;
    const routes = new Map(providers.map(({ name, creation }) => [name, creation.route]));
    void restore(call, paymentId, routes).then((restored) => {
      if (restored === null || wanted.current !== paymentId) return;
      wanted.current = null;
      setAnswers((others) => ({ ...others, [restored.provider]: restored.answer }));
      tell(restored.provider);
    });
  }, [call, providers, tell]);
  return {
    answers,
    keep(provider, answer) {
      wanted.current = null;
      setAnswers((others) => ({ ...others, [provider]: answer }));
      if (isAtView('create')) setCreatedId(answer?.paymentId ?? '');
    },
    show(provider) {
      wanted.current = null;
      setCreatedId(answers[provider]?.paymentId ?? '');
    },
  };
}

/**
 * What the creation of a payment was answered, as the log has it; null when it no longer has, or the stage does not answer.
 * @param routes of each provider's call that creates a payment.
 */
async function restore(
  call: CallControl,
  paymentId: string,
  routes: ReadonlyMap<string, string>,
): Promise<{ provider: string; answer: CreatedView } | null> {
  const id = encodeURIComponent(paymentId);
  const [payment, calls] = await Promise.all([
    call<PaymentView>('GET', `/payments/${id}`),
    call<{ records: (RecordHead & ApiCalled)[] }>('GET', `/records?payment=${id}&type=api.called&limit=1`),
  ]);
  const [made] = calls.ok ? calls.value.records : [];
  if (!payment.ok || !made || made.route !== routes.get(made.provider)) return null;
  const { status, body } = made.response;
  return {
    provider: made.provider,
    answer: { status, body: body?.text ?? '', paymentId, checkoutUrl: payment.value.checkoutUrl, seq: made.seq },
  };
}
