import { Button, CloseButton } from '@mantine/core';
import { useState } from 'react';
import type { ControlFailure } from '../../control/call-control.js';
import { showUnseen } from '../../format/text.js';
import { goTo } from '../../routing/use-place.js';
import banner from '../common/banner.module.css';
import { useDemo } from './use-demo.js';

/** Says on every view that the sample shop runs, and leads to it; or what became of it. */
export function DemoBanner() {
  const { shop, isBusy, failure, stop, forget } = useDemo();
  const [putAway, setPutAway] = useState('');
  if (!shop) return isBusy || failure ? <ShopOnItsWay failure={failure} onClose={forget} /> : null;
  if (putAway === shop.url) return null;
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
      <CloseButton size="sm" aria-label="Dismiss this notice" onClick={() => setPutAway(shop.url)} />
    </section>
  );
}

/** Asked for from wherever, as the palette can: there may be no button in sight that could tell. */
function ShopOnItsWay({ failure, onClose }: { failure: ControlFailure | null; onClose(): void }) {
  return (
    <section className={banner.banner} data-level={failure ? 'warning' : undefined} aria-label="Demo shop">
      <p className={banner.what} role="status">
        {failure ? `${showUnseen(failure.message)} ${showUnseen(failure.hint ?? '')}` : 'Opening the demo shop…'}
      </p>
      {failure && <CloseButton size="sm" aria-label="Put this notice away" onClick={onClose} />}
    </section>
  );
}
