import type { TargetView } from '../../../../server/http/control/provider-replies.js';
import classes from './target-light.module.css';

const words: Record<TargetView['state'], { sign: string; word: string }> = {
  reachable: { sign: '✓', word: 'listening' },
  unreachable: { sign: '✕', word: 'not reachable' },
  blocked: { sign: '!', word: 'blocked' },
};

/** Whether somebody listens at a target: a sign and a word beside the colour. */
export function TargetLight({ target }: { target: TargetView | null }) {
  const { sign, word } = target ? words[target.state] : { sign: '…', word: 'looking' };
  return (
    <span className={classes.light} data-state={target?.state ?? 'unknown'} title={target?.message}>
      <span aria-hidden="true">{sign}</span> {word}
    </span>
  );
}

/** The look at `url`; credentials in it are hidden in what the stage tells, so they do not count. */
export function findTarget(targets: readonly TargetView[], provider: string, setting: string, url: string): TargetView | null {
  const wanted = dropCredentials(url);
  return (
    targets.find(
      (target) => target.provider === provider && target.setting === setting && dropCredentials(target.url) === wanted,
    ) ?? null
  );
}

function dropCredentials(url: string): string {
  return url.replace(/^([a-z]+:\/\/)[^/?#]*@/i, '$1');
}
