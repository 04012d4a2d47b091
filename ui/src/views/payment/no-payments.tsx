import { Button } from '@mantine/core';
import { buildFirstCalls } from '../../format/first-call.js';
import { goTo } from '../../routing/use-place.js';
import { CopyBlock } from '../stage/copy-block.js';
import classes from '../stage/empty-state.module.css';
import { useStage } from '../stage-context.js';

/** What a payment needs to come into the list. */
export function NoPayments() {
  const { environment, isConnected, isReadOnly } = useStage();
  if (isReadOnly)
    return (
      <div className={classes.empty}>
        <h2 className={classes.lead}>This log tells of no payment.</h2>
      </div>
    );
  const providers = environment.kind === 'ready' ? environment.environment.providers : [];
  const calls = providers.some(({ example }) => example !== null) ? buildFirstCalls(providers, location.origin) : [];
  return (
    <div className={classes.empty}>
      <h2 className={classes.lead}>{isConnected ? 'No payment yet.' : 'Waiting for the stage.'}</h2>
      <p className={classes.text}>
        A payment shows up here the moment your app creates one, with its way through the statuses and every webhook it causes. No
        app at hand? Create one from a form:
      </p>
      <Button color="blue" size="compact-md" onClick={() => goTo({ view: 'create' })}>
        Create a payment
      </Button>
      {calls.length > 0 && (
        <div className={classes.more}>
          <p className={classes.text}>Or paste the variables of the set-up into a terminal and run one of these:</p>
          {calls.map(({ title, command }) => (
            <CopyBlock key={title} label={title} text={command} subject={`command: ${title}`} />
          ))}
        </div>
      )}
    </div>
  );
}
