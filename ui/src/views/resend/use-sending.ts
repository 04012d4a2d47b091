import { useState } from 'react';
import { buildRequest } from '../../resend/build-request.js';
import { checkDraft, type DraftProblem } from '../../resend/check-draft.js';
import type { ResendDraft } from '../../resend/draft.js';
import { findTargetProblem, placeFailure } from '../../resend/place-failure.js';
import type { ResendSource, SentRecord } from '../../resend/source.js';
import { useStage } from '../stage-context.js';

interface Sending {
  isSending: boolean;
  problems: readonly DraftProblem[];
  /** Sends the draft. Nothing typed is lost, whatever comes of it. */
  send(): Promise<SentRecord | null>;
  /** The harness's complaint was about what stood there before. */
  forgetComplaint(): void;
}

/** Sends drafts and says at which field something is wrong: by our own check once somebody tried, and by what the harness refuses. */
export function useSending(draft: ResendDraft, key: string, source: ResendSource, deliveryEndpoint: string | null): Sending {
  const { call } = useStage();
  const [isSending, setSending] = useState(false);
  const [hasTried, setTried] = useState(false);
  const [complaint, setComplaint] = useState<DraftProblem | null>(null);

  async function send(): Promise<SentRecord | null> {
    setComplaint(null);
    const isFit = checkDraft(draft, key).length === 0;
    setTried(!isFit);
    if (!isFit || isSending) return null;
    setSending(true);
    const request = buildRequest(draft, source, deliveryEndpoint, key);
    const result = await call<SentRecord>('POST', `/deliveries/${encodeURIComponent(source.deliveryId)}/resend`, request);
    setSending(false);
    if (!result.ok) {
      setComplaint(placeFailure(result.failure, draft));
      return null;
    }
    setComplaint(findTargetProblem(result.value));
    return result.value;
  }

  return {
    isSending,
    problems: [...(hasTried ? checkDraft(draft, key) : []), ...(complaint ? [complaint] : [])],
    send,
    forgetComplaint: () => setComplaint(null),
  };
}
