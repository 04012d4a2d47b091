import form from '../common/form-columns.module.css';
import { CopyBlock } from '../stage/copy-block.js';
import { useStage } from '../stage-context.js';
import classes from './checks-view.module.css';

const PROBE = `app.get('/orders/:id', (req, res) => {
  const order = orders.get(req.params.id);
  // How often you shipped, credited or mailed; 1 for an order that was handled once.
  res.json({ paid: order?.paid ?? false, count: order?.fulfilments ?? 0 });
});`;

/** Says what checks are and what they need, before there is one. */
export function NoRuns() {
  const { isReadOnly, isConnected } = useStage();
  if (isReadOnly)
    return (
      <div className={classes.empty}>
        <h2 className={form.title}>No check run in this log</h2>
        <p className={`${form.note} ${classes.text}`}>
          A log that was saved after “paystage check”, or after a run from this page, shows it here.
        </p>
      </div>
    );
  return (
    <div className={classes.empty}>
      <h2 className={form.title}>{isConnected ? 'No check run yet' : 'Waiting for the stage.'}</h2>
      <p className={`${form.note} ${classes.text}`}>
        A run sends your app valid events and, one difference at a time, wrong ones: forged, repeated, late, cut off, unknown.
        Each check says what your app made of them, with the bytes, and how to mend it. While it runs, the account sends to your
        app's address; afterwards it is as it was.
      </p>
      <h3 className={classes.heading}>A probe says what your app did</h3>
      <p className={`${form.note} ${classes.text}`}>
        A status code only says what your app <em>answered</em>. Whether it shipped twice, or shipped for a forged event, only
        your app knows. So give it an address, for tests, that tells about an order:
      </p>
      <CopyBlock label="For example, with Express" text={PROBE} subject="example of a probe" />
      <p className={`${form.note} ${classes.text}`}>
        Then type its address as the probe, with a name of the order in braces:{' '}
        <code>http://localhost:3000/orders/{'{externalid}'}</code>. Without a probe, checks that need it end <em>inconclusive</em>
        ; none passes on a guess.
      </p>
      <h3 className={classes.heading}>From the command line</h3>
      <p className={`${form.note} ${classes.text}`}>
        <code>paystage check</code> makes the same run and shows up here while it goes on. There, a probe may be a program, too.
      </p>
    </div>
  );
}
