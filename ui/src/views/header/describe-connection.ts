import { formatCount } from '../../format/numbers.js';
import { shortenMiddle, showUnseen } from '../../format/text.js';
import type { Connection } from '../../stream/record-stream.js';

/** Of a file; a longer one would push everything else out of the header. */
const MAX_NAME_CHARS = 40;

export interface ConnectionWords {
  text: string;
  /** The same without the countdown, and with the whole of a name. */
  announcement: string;
  tone: 'good' | 'warn' | 'bad' | 'plain';
}

/** The state of the connection in words; `nowMs` by the browser's clock. */
export function describeConnection(connection: Connection, hasGap: boolean, nowMs: number): ConnectionWords {
  switch (connection.kind) {
    case 'connecting':
      return say('Connecting', 'plain');
    case 'catching_up':
      return say(`Catching up to record ${formatCount(connection.untilSeq)}`, 'plain');
    case 'live':
      return hasGap ? say('Live, with a gap', 'warn') : say('Live', 'good');
    case 'waiting': {
      const seconds = Math.ceil((connection.retryAtMs - nowMs) / 1_000);
      return {
        text: seconds > 0 ? `Reconnecting in ${seconds} s` : 'Reconnecting',
        announcement: 'Connection lost, reconnecting',
        tone: 'bad',
      };
    }
    case 'reading':
      return sayOfFile(connection.name, (name) => `Reading ${name}`);
    case 'saved':
      return sayOfFile(connection.name, (name) => `Saved log ${name}, read-only`);
    case 'closed':
      return say('Closed', 'bad');
  }
}

function say(text: string, tone: ConnectionWords['tone']): ConnectionWords {
  return { text, announcement: text, tone };
}

function sayOfFile(name: string, tell: (name: string) => string): ConnectionWords {
  const shown = showUnseen(name);
  return { text: tell(shortenMiddle(shown, MAX_NAME_CHARS)), announcement: tell(shown), tone: 'plain' };
}
