import { Button } from '@mantine/core';
import { useState } from 'react';
import type { DiagnosisView } from '../../../../server/http/control/diagnosis-replies.js';
import type { AttemptFinished, RecordHead, ResendFinished } from '../../../../server/protocol/records.js';
import type { ControlFailure } from '../../control/call-control.js';
import { formatQuantity } from '../../format/numbers.js';
import { showUnseen, startSentence } from '../../format/text.js';
import { RecordLink } from '../common/record-link.js';
import { FieldProblem } from '../schema-form/field-notes.js';
import { useStage } from '../stage-context.js';
import classes from './cause-panel.module.css';
import page from './exchange-view.module.css';

type Sent = RecordHead & (AttemptFinished | ResendFinished);

/** True for an app that answered no to what is signed rightly: then something is wrong with how it verifies. */
export function isRefusal({ response }: Sent): boolean {
  return response !== undefined && response.status >= 400;
}

/** Finds out by probing why the app refuses this delivery, and says so. */
export function CausePanel({ record }: { record: Sent }) {
  const { call, isConnected } = useStage();
  const [isBusy, setBusy] = useState(false);
  const [found, setFound] = useState<DiagnosisView | null>(null);
  const [failure, setFailure] = useState<ControlFailure | null>(null);
  const { deliveryId } = record;
  const look = async () => {
    setBusy(true);
    setFailure(null);
    // An attempt goes where its delivery goes; who resent it may have named another address.
    const asked = record.type === 'resend.finished' && record.request ? { endpoint: record.request.url } : {};
    const result = await call<DiagnosisView>('POST', `/deliveries/${encodeURIComponent(deliveryId)}/diagnosis`, asked);
    setBusy(false);
    if (result.ok) setFound(result.value);
    else setFailure(result.failure);
  };
  return (
    <section className={classes.panel} aria-labelledby="cause-heading">
      <h3 id="cause-heading" className={page.heading}>
        Why your app refuses it
      </h3>
      <div role="status">
        {found ? (
          <Cause found={found} />
        ) : (
          <p className={classes.text}>
            {isBusy
              ? 'Sending deliveries and reading the answers …'
              : 'The signature is right, so your app verifies in another way. Sent in at most 120 other forms, the delivery shows in which: your app accepts the one that fits its mistake. None of them counts as an attempt.'}
          </p>
        )}
      </div>
      <Button variant="default" size="compact-sm" disabled={isBusy || !isConnected} onClick={() => void look()}>
        {isBusy ? 'Looking…' : found ? 'Look again' : 'Find the cause'}
      </Button>
      <FieldProblem id="cause-problem" message={failure?.message ?? null} hint={failure?.hint} />
    </section>
  );
}

function Cause({ found: { cause, confidence, others, further, probes } }: { found: DiagnosisView }) {
  const telling = probes.filter(({ isTelling }) => isTelling);
  return (
    <>
      <p className={classes.sentence}>{showUnseen(cause.sentence)}</p>
      {further.map((sentence) => (
        <p key={sentence} className={classes.text}>
          {showUnseen(sentence)}
        </p>
      ))}
      <p className={classes.text}>
        <strong>Fix.</strong> {showUnseen(cause.fix)}
      </p>
      <p className={classes.text}>
        {startSentence(`${confidence} `).trim()}
        {others.length > 0 && `, or ${others.map((id) => showUnseen(id)).join(', ')}`}; {formatQuantity(probes.length, 'request')}
        , of which these tell:
      </p>
      <ul className={classes.probes}>
        {telling.map(({ seq, rightFor, status, code }) => (
          <li key={seq}>
            <strong>{status ?? showUnseen(code)}</strong> right for {showUnseen(rightFor)}{' '}
            <RecordLink seq={seq} className={classes.link} />
          </li>
        ))}
      </ul>
    </>
  );
}
