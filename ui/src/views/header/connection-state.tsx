import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { focusRegion } from '../../keys/focus-region.js';
import type { Connection } from '../../stream/record-stream.js';
import { describeConnection } from './describe-connection.js';
import classes from './header.module.css';

interface ConnectionStateProps {
  connection: Connection;
  hasGap: boolean;
  onRetry(): void;
}

/** Whether what is shown is what is happening. */
export function ConnectionState({ connection, hasGap, onRetry }: ConnectionStateProps) {
  const stateRef = useRef<HTMLSpanElement>(null);
  const nowMs = useNow(connection.kind === 'waiting');
  const { text, announcement, tone } = describeConnection(connection, hasGap, nowMs);
  return (
    <>
      <span ref={stateRef} className={classes.state} data-tone={tone} title={announcement}>
        <span className={classes.dot} aria-hidden="true" />
        <span className={classes.words} aria-hidden="true">
          {text}
        </span>
        {/* The countdown would be read out every second; this changes only with the state. */}
        <span role="status" className="visually-hidden">
          {announcement}
        </span>
      </span>
      {connection.kind === 'waiting' && (
        <Button
          variant="default"
          size="compact-xs"
          onClick={() => {
            // The button goes away with the wait.
            focusRegion(stateRef.current);
            onRetry();
          }}
        >
          Retry now
        </Button>
      )}
    </>
  );
}

/** The browser's time, renewed while it is needed. */
function useNow(isNeeded: boolean): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    if (!isNeeded) return;
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), 250);
    return () => clearInterval(timer);
  }, [isNeeded]);
  return nowMs;
}
