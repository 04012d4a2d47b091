import { Button, CloseButton } from '@mantine/core';
import { useState } from 'react';
import type { TargetView } from '../../../../server/http/control/provider-replies.js';
import { formatQuantity } from '../../format/numbers.js';
import { showUnseen, startSentence } from '../../format/text.js';
import banner from '../common/banner.module.css';
import { useStage } from '../stage-context.js';
import { useStoreValue } from '../use-store-value.js';
import { usePolled } from './use-polled.js';

const LOOK_EVERY_MS = 10_000;
/** The accounts show all of them. */
const MAX_SHOWN = 3;

/**
 * Says on every view that a target does not listen or may not be reached: whoever waits for a webhook that cannot come must not have to
 * find out by himself. Put away, it stays away until something about it changes.
 */
export function TargetBanner() {
  const { store, providers } = useStage();
  const accountChangedSeq = useStoreValue(store, ({ log }) => log.accountChangedSeq);
  const { value, isLooking, refresh } = usePolled<{ targets: TargetView[] }>('/targets', LOOK_EVERY_MS, accountChangedSeq);
  const [putAway, setPutAway] = useState('');
  const troubled = (value?.targets ?? []).filter(({ state }) => state !== 'reachable');
  const signature = JSON.stringify(troubled.map(({ provider, setting, url, state }) => [provider, setting, url, state]));
  if (troubled.length === 0 || signature === putAway) return null;
  const titleOf = (name: string) => providers.find((provider) => provider.name === name)?.title ?? name;
  return (
    <section className={banner.banner} data-level="warning" aria-label="Targets">
      <div role="status" className={banner.what}>
        <ul>
          {troubled.slice(0, MAX_SHOWN).map((target) => (
            <li key={`${target.provider} ${target.setting} ${target.url}`}>
              <strong>{target.state === 'blocked' ? 'Blocked' : 'Not reachable'}:</strong> {showUnseen(target.url)} (
              {titleOf(target.provider)} {target.receivesEvents ? 'sends events there' : 'sends browsers there'}).{' '}
              {showUnseen(startSentence(target.message))}
            </li>
          ))}
        </ul>
        {troubled.length > MAX_SHOWN && `And ${formatQuantity(troubled.length - MAX_SHOWN, 'more target')}.`}
      </div>
      <Button variant="default" size="compact-sm" disabled={isLooking} onClick={refresh}>
        {isLooking ? 'Looking…' : 'Look again'}
      </Button>
      <CloseButton size="sm" aria-label="Dismiss this notice" onClick={() => setPutAway(signature)} />
    </section>
  );
}
