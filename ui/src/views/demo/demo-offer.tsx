import { Button } from '@mantine/core';
import { useStage } from '../stage-context.js';
import classes from './demo-offer.module.css';
import { useDemo } from './use-demo.js';

/** For whoever has no app at hand: a shop to buy in, started from here. */
export function DemoOffer() {
  const { isConnected } = useStage();
  const { shop, isBusy, start } = useDemo();
  if (shop) return null;
  return (
    <div className={classes.offer}>
      <p className={classes.text}>
        No app at hand? A small shop can run beside the stage: buy there, pass 3-D Secure, and watch the story here.
      </p>
      <Button color="blue" size="compact-md" disabled={isBusy || !isConnected} onClick={start}>
        {isBusy ? 'Opening the shop…' : 'Try the demo shop'}
      </Button>
    </div>
  );
}
