import { hideCredentials } from '../../domain/url-credentials.js';
import type { LogRecord } from '../../protocol/records.js';
import { formatMs } from '../format-parts.js';
import { toClockTime } from '../format-time.js';
import type { Paint } from '../paint.js';
import { toTerminalText } from '../terminal-text.js';

const KIND_WIDTH = 8;

/** A line for records that `tail` without a screen leaves out: there a line is for good, here it can be searched and filtered away. */
export function describeUnlisted(record: LogRecord, paint: Paint): string {
  const [kind, ...parts] = describe(record);
  return [
    paint('faint', toClockTime(record.at)),
    paint('name', kind.padEnd(KIND_WIDTH)),
    ...parts.filter((part) => part !== ''),
  ].join('  ');
}

function describe(record: LogRecord): [kind: string, ...parts: string[]] {
  switch (record.type) {
    case 'event.announced': {
      const [only, ...others] = record.deliveries;
      const where = others.length > 0 ? `${record.deliveries.length} endpoints` : hideCredentials(only?.endpoint ?? 'nobody');
      return ['event', toTerminalText(record.paymentId), toTerminalText(record.status, 60), `to ${toTerminalText(where, 300)}`];
    }
    case 'page.served':
      return [
        'page',
        `${toTerminalText(record.provider, 40)} ${toTerminalText(record.route, 60)}`,
        String(record.response.status),
        formatMs(record.durationMs),
        toTerminalText(record.paymentId ?? ''),
      ];
    case 'bin.received':
      return [
        'receiver',
        toTerminalText(record.bin, 60),
        toTerminalText(`${record.request.method} ${record.request.url}`, 300),
        String(record.response.status),
      ];
    case 'delivery.requeued':
      return ['delivery', toTerminalText(record.paymentId), toTerminalText(record.deliveryId), 'put back to work by hand'];
    default:
      return ['record', toTerminalText(record.type, 100)];
  }
}
