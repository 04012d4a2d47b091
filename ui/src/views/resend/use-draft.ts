import { useEffect, useMemo, useState } from 'react';
import { buildDraft, isSameDraft, type ResendDraft } from '../../resend/draft.js';
import { readDraft, writeDraft } from '../../resend/draft-storage.js';
import type { ResendSource } from '../../resend/source.js';

interface DraftEditing {
  /** As it was sent. */
  original: ResendDraft;
  draft: ResendDraft;
  isChanged: boolean;
  setDraft(draft: ResendDraft): void;
}

/** The edits of one delivery; they come back after a reload of the tab. */
export function useDraft(source: ResendSource): DraftEditing {
  const { record, deliveryId } = source;
  const original = useMemo(() => buildDraft(source), [source]);
  const [draft, setDraft] = useState(() => readDraft(sessionStorage, record.seq, deliveryId) ?? original);
  const isChanged = !isSameDraft(draft, original);
  useEffect(() => {
    writeDraft(sessionStorage, record.seq, deliveryId, isChanged ? draft : null);
  }, [record.seq, deliveryId, draft, isChanged]);
  return { original, draft, isChanged, setDraft };
}
