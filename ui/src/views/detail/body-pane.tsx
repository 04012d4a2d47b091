import { SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { CapturedBody } from '../../../../server/protocol/records.js';
import { buildBodyView } from '../../format/body.js';
import { showUnseen } from '../../format/text.js';
import { CopyButton } from '../common/copy-button.js';
import classes from './body-pane.module.css';

interface BodyPaneProps {
  /** What it is the body of, for labels. */
  subject: string;
  body: CapturedBody;
  contentType: string | null;
}

/** A body, laid out for reading or exactly as sent. Copying always takes what was sent. */
export function BodyPane({ subject, body, contentType }: BodyPaneProps) {
  const [form, setForm] = useState('pretty');
  const { raw, pretty, label } = useMemo(() => buildBodyView(body, contentType), [body, contentType]);
  const shown = useMemo(() => showUnseen(pretty !== null && form === 'pretty' ? pretty : raw), [pretty, raw, form]);
  if (body.sizeBytes === 0) return <p className={classes.empty}>Empty body</p>;
  return (
    <div className={classes.pane}>
      <div className={classes.bar}>
        <span className={classes.label}>{label}</span>
        {pretty !== null && (
          <SegmentedControl
            size="xs"
            withItemsBorders={false}
            aria-label={`How to show the ${subject}`}
            value={form}
            onChange={setForm}
            data={[
              { value: 'pretty', label: 'Pretty' },
              { value: 'raw', label: 'Raw' },
            ]}
          />
        )}
        <CopyButton text={raw} subject={subject} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long body scrolls, and must do so by keyboard */}
      <section className={classes.scroller} tabIndex={0} aria-label={subject}>
        <pre className={classes.text}>{shown}</pre>
      </section>
    </div>
  );
}
