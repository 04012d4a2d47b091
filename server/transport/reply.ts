import type { Header } from '../protocol/records.js';

export interface ReplyBody {
  /** At most the first 64 KiB, exactly as they were on the wire: compressed bodies stay compressed. */
  bytes: Buffer;
  /** Size of the whole body as far as it is known: what was read, or what the target announced when it was cut. */
  sizeBytes: number;
  isCut: boolean;
}

export interface Reply {
  kind: 'answered';
  status: number;
  headers: Header[];
  body: ReplyBody;
  /** The status had arrived, but its body did not end: the wall timer ran out, or the connection was lost. */
  bodyIncomplete?: 'timeout' | 'reset';
}
