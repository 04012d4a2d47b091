import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { CapturedBody } from '../../../../server/protocol/records.js';
import { formatHex, toBytes } from '../../format/hex.js';
import { formatSize } from '../../format/numbers.js';
import classes from './body-pane.module.css';

const FIRST_BYTES = 4_096;
/** As much as can be drawn without anybody waiting for it. */
const MORE_BYTES = 64 * 1_024;

/** Bytes as offset, hex and ASCII; a long body bit by bit. */
export function HexPane({ body, label }: { body: CapturedBody; label: string }) {
  const [count, setCount] = useState(FIRST_BYTES);
  const bytes = useMemo(() => toBytes(body), [body]);
  const text = useMemo(() => formatHex(bytes, count), [bytes, count]);
  const rest = bytes.length - count;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long body scrolls, and must do so by keyboard */}
      <section className={classes.scroller} tabIndex={0} aria-label={`${label} as hex`}>
        <pre className={classes.hex}>{text}</pre>
      </section>
      {rest > 0 && (
        <p className={classes.more}>
          <Button variant="default" size="compact-xs" onClick={() => setCount(count + MORE_BYTES)}>
            {rest <= MORE_BYTES ? `Show all ${formatSize(bytes.length)}` : `Show ${formatSize(MORE_BYTES)} more`}
          </Button>
          <span>
            {formatSize(count)} of {formatSize(bytes.length)}
          </span>
        </p>
      )}
    </>
  );
}
