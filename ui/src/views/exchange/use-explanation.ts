import { useEffect, useState } from 'react';
import type { ExplanationView } from '../../../../server/http/control/provider-replies.js';
import type { ControlFailure } from '../../control/call-control.js';
import { useStage } from '../stage-context.js';
import { useStoreValue } from '../use-store-value.js';

interface Explained {
  explanation: ExplanationView | null;
  /** Why there is none although there is something to explain. */
  failure: ControlFailure | null;
}

const nothing: Explained = { explanation: null, failure: null };

/** How the check of what was sent goes, unless there is nothing to explain or nobody to ask. Asked again when keys change or the stage is back. */
export function useExplanation(seq: number, canBeExplained: boolean): Explained {
  const { store, call, isReadOnly, isConnected } = useStage();
  const accountChangedSeq = useStoreValue(store, ({ log }) => log.accountChangedSeq);
  const [explained, setExplained] = useState<Explained & { seq: number }>({ ...nothing, seq: 0 });
  // biome-ignore lint/correctness/useExhaustiveDependencies: other keys, another result; another connection, another chance
  useEffect(() => {
    if (!canBeExplained || isReadOnly) return;
    let isCurrent = true;
    void call<ExplanationView>('GET', `/records/${seq}/explanation`).then((result) => {
      if (!isCurrent) return;
      if (result.ok) return setExplained({ seq, explanation: result.value, failure: null });
      const { failure } = result;
      if (failure.code === 'nothing_to_explain') return setExplained({ ...nothing, seq });
      // What was explained before stays: a cut connection changes nothing about it.
      setExplained((last) => (last.seq === seq && last.explanation ? last : { seq, explanation: null, failure }));
    });
    return () => {
      isCurrent = false;
    };
  }, [call, canBeExplained, isConnected, isReadOnly, seq, accountChangedSeq]);
  return canBeExplained && !isReadOnly && explained.seq === seq ? explained : nothing;
}
