import { Button, SegmentedControl } from '@mantine/core';
import { useRef } from 'react';
import { useCommands } from '../../keys/commands.js';
import { ClockPanel } from '../clock/clock-panel.js';
import { useClock } from '../clock/use-clock.js';
import { useStage } from '../stage-context.js';
import { useSearchParameter } from '../use-search-parameter.js';
import { AccountPanel } from './account-panel.js';
import classes from './accounts-view.module.css';
import { ResetPanel } from './reset-panel.js';

/** What the stage is set up with: the account at each provider on the left, time on the right. */
export function AccountsView() {
  const { providers } = useStage();
  const [wanted, setWanted] = useSearchParameter('provider');
  const chosen = providers.find(({ name }) => name === wanted) ?? providers[0];
  const searchRef = useRef<HTMLInputElement>(null);
  const sideRef = useRef<HTMLElement>(null);
  const { refresh } = useClock();
  useCommands([
    {
      id: 'filter-switches',
      title: 'Filter the switches',
      keys: ['/'],
      group: 'Accounts',
      run: () => searchRef.current?.focus(),
    },
    ...providers.map(({ name, title }) => ({
      id: `account-${name}`,
      title: `Show the account at ${title}`,
      group: 'Accounts',
      run: () => setWanted(name),
    })),
  ]);
  return (
    <main className={classes.view}>
      <div className={classes.columns}>
        <div className={classes.account}>
          <div className={classes.top}>
            {providers.length > 1 && chosen && (
              <SegmentedControl
                aria-label="Provider"
                size="xs"
                value={chosen.name}
                data={providers.map(({ name, title }) => ({ value: name, label: title }))}
                onChange={setWanted}
              />
            )}
            <Button
              variant="default"
              size="compact-sm"
              className={classes.toClock}
              onClick={() => sideRef.current?.scrollIntoView({ block: 'start' })}
            >
              Clock and reset
            </Button>
          </div>
          {chosen ? (
            <AccountPanel key={chosen.name} provider={chosen} searchRef={searchRef} />
          ) : (
            <p className={classes.text}>Waiting for the stage to tell about its providers…</p>
          )}
        </div>
        <aside ref={sideRef} className={classes.side} aria-label="Clock and reset">
          <ClockPanel />
          <ResetPanel onDone={refresh} />
        </aside>
      </div>
    </main>
  );
}
