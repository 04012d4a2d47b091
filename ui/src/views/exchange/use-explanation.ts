import { useEffect, useState } from 'react';
import type { ExplanationView } from '../../../../server/http/control/provider-replies.js';
import { useStage } from '../stage-context.js';
import { useStoreValue } from '../use-store-value.js';

/** How the check of what was sent goes, or null where there is nothing to explain and nobody to ask. Asked again when keys change. */
export function useExplanation(seq: number, canBeExplained: boolean): ExplanationView | null {
  const { store, call, isReadOnly } = useStage();
  const accountChangedSeq = useStoreValue(store, ({ log }) => log.accountChangedSeq);
  const [explained, setExplained] = useState<{ seq: number; explanation: ExplanationView } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other keys, another result
  useEffect(() => {
    if (!canBeExplained || isReadOnly) return;
    let isCurrent = true;
    void call<ExplanationView>('GET', `/records/${seq}/explanation`).then((result) => {
      if (isCurrent) setExplained(result.ok ? { seq, explanation: result.value } : null);
    });
    return () => {
      isCurrent = false;
    };
  }, [call, canBeExplained, isReadOnly, seq, accountChangedSeq]);
  return explained?.seq === seq ? explained.explanation : null;
}
