import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { showUnseen } from '../../format/text.js';
import { useCommands } from '../../keys/commands.js';
import { buildDraft } from '../../resend/draft.js';
import { buildSource, isSent, type ResendSource, type SentRecord } from '../../resend/source.js';
import { goTo } from '../../routing/use-place.js';
import type { PaymentStory } from '../../state/payment-story.js';
import { useStage } from '../stage-context.js';
import { ResendAnswers } from './resend-answers.js';
import { ResendEditor } from './resend-editor.js';
import classes from './resend-view.module.css';
import { useDraft } from './use-draft.js';
import { useResendSource } from './use-resend-source.js';

/** A delivery to be edited and sent once more, beside what was answered before. `seq`: the record of an attempt or of an earlier resend. */
export function ResendView({ seq }: { seq: number }) {
  const { isReadOnly } = useStage();
  const state = useResendSource(seq);
  const goBack = () => goTo({ view: 'exchange', seq, compareWith: null });
  useCommands([{ id: 'resend-back', title: 'Back to the exchange', keys: ['Escape'], group: 'Resend', run: goBack }]);

  if (isReadOnly) return <Message text="This is a saved log: there is no stage that could send anything." onBack={goBack} />;
  switch (state.kind) {
    case 'loading':
      return <main className={classes.view} aria-busy="true" />;
    case 'absent':
      return <Message text={state.failure.message} hint={state.failure.hint} onBack={() => goTo({ view: 'live' })} />;
    case 'unfit':
      return (
        <Message
          text={`Record ${seq} is no delivery that was sent.`}
          hint="Open an attempt in the list and choose to edit it from there."
          onBack={goBack}
        />
      );
    case 'ready':
      return <Bench source={state.source} deliveryEndpoint={state.deliveryEndpoint} story={state.story} onBack={goBack} />;
  }
}

interface BenchProps {
  source: ResendSource;
  deliveryEndpoint: string | null;
  story: PaymentStory | undefined;
  onBack(): void;
}

function Bench({ source, deliveryEndpoint, story, onBack }: BenchProps) {
  const editing = useDraft(source);
  const [sent, setSent] = useState<readonly SentRecord[]>([]);
  const [chosenSeq, setChosenSeq] = useState<number | null>(null);
  const resends = listResends(source, story, sent);
  const chosen = resends.find(({ seq }) => seq === chosenSeq) ?? resends.at(-1) ?? null;
  const { record, event } = source;

  const answersRef = useRef<HTMLElement>(null);
  // Where both stand below each other, the answer would come out of sight.
  useEffect(() => {
    if (sent.length > 0) answersRef.current?.scrollIntoView({ block: 'nearest' });
  }, [sent.length]);

  const putBack = (resend: SentRecord) => {
    const draft = buildDraft(buildSource(resend, event, deliveryEndpoint));
    editing.setDraft({ ...draft, signing: resend.type === 'resend.finished' ? resend.signing : draft.signing });
    setChosenSeq(resend.seq);
  };
  return (
    <main className={classes.view}>
      <header className={classes.head}>
        <h2 className={classes.title}>Edit and resend</h2>
        <p className={classes.subject}>
          {record.type === 'attempt.finished' ? `Attempt ${record.number}` : 'A resend'}
          {event && ` of event “${showUnseen(event.status)}”`}, payment {showUnseen(record.paymentId)}
        </p>
        <Button variant="default" size="compact-sm" onClick={onBack}>
          Back to the exchange
        </Button>
      </header>
      <div className={classes.columns}>
        <ResendEditor
          source={source}
          deliveryEndpoint={deliveryEndpoint}
          original={editing.original}
          draft={editing.draft}
          isChanged={editing.isChanged}
          onChange={editing.setDraft}
          onSent={(resend) => {
            setSent((earlier) => [...earlier, resend]);
            setChosenSeq(resend.seq);
          }}
        />
        <ResendAnswers
          ref={answersRef}
          original={record}
          resends={resends}
          chosen={chosen}
          onChoose={({ seq }) => setChosenSeq(seq)}
          onPutBack={putBack}
        />
      </div>
    </main>
  );
}

/** The resends of the delivery that came after what is edited: those in the log, and those just sent that the stream has not told of yet. */
function listResends({ record, deliveryId }: ResendSource, story: PaymentStory | undefined, sent: readonly SentRecord[]) {
  const told = (story?.records ?? []).filter(isSent).filter((other) => other.type === 'resend.finished');
  const known = new Map(
    [...told, ...sent]
      .filter((other) => other.deliveryId === deliveryId && other.seq > record.seq)
      .map((other) => [other.seq, other]),
  );
  return [...known.values()].sort((one, other) => one.seq - other.seq);
}

function Message({ text, hint, onBack }: { text: string; hint?: string | null; onBack(): void }) {
  return (
    <main className={classes.message}>
      <p className={classes.messageText}>{showUnseen(text)}</p>
      {hint && <p>{showUnseen(hint)}</p>}
      <Button variant="default" size="compact-sm" onClick={onBack}>
        Back
      </Button>
    </main>
  );
}
