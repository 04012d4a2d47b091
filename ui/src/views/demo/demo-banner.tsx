import { Button, CloseButton } from '@mantine/core';
import { useState } from 'react';
import { showUnseen } from '../../format/text.js';
import { goTo } from '../../routing/use-place.js';
import banner from '../common/banner.module.css';
import { useDemo } from './use-demo.js';

/** Says on every view that the sample shop runs, and leads to it. */
export function DemoBanner() {
  const { shop, isBusy, failure, stop } = useDemo();
  const [putAway, setPutAway] = useState('');
  if (!shop || putAway === shop.url) return null;
  return (
    <section className={banner.banner} aria-label="Demo shop">
      <p className={banner.what} role="status">
        The demo shop is open at{' '}
        <a href={shop.url} target="_blank" rel="noreferrer">
          {showUnseen(shop.url)}
        </a>
        . Buy there and see it here; then break it with its switches, and run the checks.
        {failure && ` ${showUnseen(failure.message)}`}
      </p>
      <Button variant="default" size="compact-sm" onClick={() => goTo({ view: 'checks', runId: null, check: null })}>
        Check it
      </Button>
      <Button variant="default" size="compact-sm" disabled={isBusy} onClick={stop}>
        End it
      </Button>
      <CloseButton size="sm" aria-label="Put this notice away" onClick={() => setPutAway(shop.url)} />
    </section>
  );
}
