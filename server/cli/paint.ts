import { styleText } from 'node:util';

export type Tone = 'good' | 'bad' | 'warn' | 'faint' | 'strong' | 'name';

/** Colours a text, or leaves it alone. */
export type Paint = (tone: Tone, text: string) => string;

const STYLES = { good: 'green', bad: 'red', warn: 'yellow', faint: 'gray', strong: 'bold', name: 'cyan' } as const;

export const paintNothing: Paint = (_tone, text) => text;

/** Colours are for people at a terminal who did not decline them (no-color.org). */
export function choosePaint(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): Paint {
  const isWanted = stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
  return isWanted ? (tone, text) => styleText(STYLES[tone], text) : paintNothing;
}
