import { SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { CapturedBody } from '../../../../server/protocol/records.js';
import { buildBodyView } from '../../format/body.js';
import type { Attachment } from '../../format/messages.js';
import { showUnseen } from '../../format/text.js';
import { CodeView } from '../common/code-view.js';
import { CopyButton } from '../common/copy-button.js';
import classes from './body-pane.module.css';
import { HexPane } from './hex-pane.js';

interface BodyPaneProps {
  /** What it is the body of, for labels. */
  subject: string;
  body: CapturedBody;
  contentType: string | null;
  /** The same before it was encrypted. */
  plain?: Attachment | null;
  /** Coloured, where somebody came to read; elsewhere the text alone, which is there at once. */
  isColoured?: boolean;
}

type Form = 'pretty' | 'raw' | 'hex';

const formLabels: Record<Form, string> = { pretty: 'Pretty', raw: 'Raw', hex: 'Hex' };

/** A body, laid out for reading, exactly as sent, or byte by byte. Copying always takes what was sent. */
export function BodyPane({ subject, body, contentType, plain = null, isColoured = false }: BodyPaneProps) {
  const [wish, setWish] = useState<Form>('pretty');
  const [isPlain, setPlain] = useState(false);
  const shownPlain = isPlain ? plain : null;
  const shown = shownPlain?.body ?? body;
  const claimed = shownPlain?.contentType ?? contentType;
  const { raw, pretty, label, isBinary } = useMemo(() => buildBodyView(shown, claimed), [shown, claimed]);
  const forms: Form[] = pretty === null ? ['raw', 'hex'] : ['pretty', 'raw', 'hex'];
  const form = forms.includes(wish) ? wish : isBinary ? 'hex' : 'raw';
  const text = form === 'pretty' && pretty !== null ? pretty : raw;
  const named = shownPlain ? `${subject} before encryption` : subject;
  if (body.sizeBytes === 0) return <p className={classes.empty}>Empty body</p>;
  return (
    <div className={classes.pane}>
      <div className={classes.bar}>
        {plain && (
          <SegmentedControl
            size="xs"
            withItemsBorders={false}
            aria-label={`Which ${subject}`}
            value={isPlain ? 'plain' : 'sent'}
            onChange={(value) => setPlain(value === 'plain')}
            data={[
              { value: 'sent', label: 'As sent (encrypted)' },
              { value: 'plain', label: 'Before encryption' },
            ]}
          />
        )}
        <span className={classes.label}>{label}</span>
        <SegmentedControl
          size="xs"
          withItemsBorders={false}
          aria-label={`How to show the ${subject}`}
          value={form}
          onChange={(value) => setWish(value as Form)}
          data={forms.map((value) => ({ value, label: formLabels[value] }))}
        />
        <CopyButton text={raw} subject={named} />
      </div>
      {form === 'hex' ? (
        <HexPane body={shown} label={named} />
      ) : isColoured ? (
        <CodeView value={text} language={form === 'pretty' && label.startsWith('JSON') ? 'json' : 'text'} label={named} />
      ) : (
        <PlainText text={text} label={named} />
      )}
    </div>
  );
}

function PlainText({ text, label }: { text: string; label: string }) {
  const shown = useMemo(() => showUnseen(text), [text]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long body scrolls, and must do so by keyboard
    <section className={classes.scroller} tabIndex={0} aria-label={label}>
      <pre className={classes.text}>{shown}</pre>
    </section>
  );
}
