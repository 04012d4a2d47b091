import { Button, Checkbox } from '@mantine/core';
import type { CheckCatalogue } from '../../../../server/http/control/check-replies.js';
import classes from './checks-view.module.css';

interface CheckChoiceProps {
  checks: CheckCatalogue['checks'];
  /** Ids of those that are left out. */
  leftOut: ReadonlySet<string>;
  onLeaveOut(ids: readonly string[]): void;
}

/** Which checks are made; the gate always is. */
export function CheckChoice({ checks, leftOut, onLeaveOut }: CheckChoiceProps) {
  const own = checks.filter(({ severity, isInteractive }) => severity !== 'gate' && !isInteractive);
  const count = own.filter(({ id }) => !leftOut.has(id)).length;
  return (
    <details className={classes.choice}>
      <summary>Which checks ({count === own.length ? 'all' : `${count} of ${own.length}`})</summary>
      <fieldset className={classes.checks}>
        <legend className="visually-hidden">Checks to make</legend>
        <div className={classes.ways}>
          <Button variant="default" size="compact-xs" onClick={() => onLeaveOut([])}>
            All
          </Button>
          <Button variant="default" size="compact-xs" onClick={() => onLeaveOut(own.map(({ id }) => id))}>
            None but the gate
          </Button>
        </div>
        {checks.map(({ id, title, severity, isInteractive }) => (
          <Checkbox
            key={id}
            size="xs"
            color="blue"
            label={`${id} ${title}${isInteractive ? ' (only from the command line)' : ''}`}
            disabled={severity === 'gate' || isInteractive}
            checked={severity === 'gate' || (!isInteractive && !leftOut.has(id))}
            onChange={({ currentTarget: { checked } }) =>
              onLeaveOut(checked ? [...leftOut].filter((other) => other !== id) : [...leftOut, id])
            }
          />
        ))}
      </fieldset>
    </details>
  );
}
