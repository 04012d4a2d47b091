import type { EventAnnounced, LogRecord, RecordHead } from '../../../server/protocol/records.js';
import type { DeliveryDraft } from './delivery-draft.js';

/** Something that happened, under what caused it. */
export interface StoryNode {
  id: string;
  parent: StoryNode | null;
  children: StoryNode[];
  content:
    | { kind: 'record'; record: LogRecord }
    | { kind: 'timer'; record: LogRecord; timer: string }
    | { kind: 'delivery'; event: RecordHead & EventAnnounced; delivery: DeliveryDraft }
    | { kind: 'redirect'; records: LogRecord[] };
}
