import type { AccountView } from '../../../../server/http/control/replies.js';
import { formatQuantity } from '../../format/numbers.js';
import { sayDuration } from '../../schema-form/durations.js';
import classes from './retry-schedule.module.css';

const orders: Record<string, string> = {
  sequential: 'The next event of a payment waits until the first attempt of the one before it is done.',
  strict: 'The next event of a payment waits until the one before it is acknowledged or given up.',
  concurrent: 'Events do not wait for each other.',
};

/** How events are delivered: what counts as taken, how long one attempt may take, and when the next ones follow. */
export function RetrySchedule({ delivery, title }: { delivery: AccountView['delivery']; title: string }) {
  const { accepts, retryScheduleMs, attemptTimeoutMs, order } = delivery;
  const longest = Math.max(1, ...retryScheduleMs);
  let sinceFirstMs = 0;
  const retries = retryScheduleMs.map((delayMs, index) => {
    sinceFirstMs += delayMs;
    return { number: index + 2, delayMs, sinceFirstMs };
  });
  return (
    <>
      <p className={classes.rule}>
        {title} accepts {accepts}. One attempt may take {sayDuration(attemptTimeoutMs)}.{' '}
        {formatQuantity(retries.length + 1, 'attempt')} at most
        {retries.length > 0 ? `, the last one ${sayDuration(sinceFirstMs)} after the first` : ''}. {orders[order] ?? order}
      </p>
      <ol className={classes.attempts} aria-label="Attempts">
        <li className={classes.attempt}>
          <span className={classes.number}>1</span>
          <span className={classes.bar} aria-hidden="true" />
          <span>at once</span>
        </li>
        {retries.map(({ number, delayMs, sinceFirstMs: after }) => (
          <li key={number} className={classes.attempt}>
            <span className={classes.number}>{number}</span>
            {/* By the logarithm: seconds and days are to be told apart in one picture. */}
            <span className={classes.bar} aria-hidden="true">
              <span
                className={classes.wait}
                style={{ width: `${Math.max(1, (100 * Math.log1p(delayMs / 500)) / Math.log1p(longest / 500))}%` }}
              />
            </span>
            <span>
              {sayDuration(delayMs)} later
              {number > 2 && <span className={classes.after}> ({sayDuration(after)} after the first)</span>}
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}
