import { formatCount } from '../../format/numbers.js';
import type { Connection } from '../../stream/record-stream.js';

export interface ConnectionWords {
  text: string;
  /** The same without the countdown. */
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
      return say(`Reading ${connection.name}`, 'plain');
    case 'saved':
      return say(`Saved log ${connection.name}, read-only`, 'plain');
    case 'closed':
      return say('Closed', 'bad');
  }
}

function say(text: string, tone: ConnectionWords['tone']): ConnectionWords {
  return { text, announcement: text, tone };
}
