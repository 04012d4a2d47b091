/** What the list can show of a record, beside its sentence, which is always there. */
export type ColumnId =
  | 'record'
  | 'time'
  | 'kind'
  | 'provider'
  | 'payment'
  | 'event'
  | 'sentence'
  | 'endpoint'
  | 'code'
  | 'attempt'
  | 'latency'
  | 'verdict';

export interface Column {
  id: ColumnId;
  label: string;
  /** The label where the column is narrow. */
  heading?: string;
  /** CSS grid track. */
  track: string;
  isDefault: boolean;
}

/** In the order in which they stand; narrow, because the sentence has to fit a window of 1,280 pixels. */
export const columns: readonly Column[] = [
  { id: 'record', label: 'Record number', heading: 'Number', track: '4rem', isDefault: false },
  { id: 'time', label: 'Time', track: '4.6rem', isDefault: true },
  { id: 'kind', label: 'Kind', track: '4.2rem', isDefault: true },
  { id: 'provider', label: 'Provider', track: '5rem', isDefault: true },
  { id: 'payment', label: 'Payment', track: '4.4rem', isDefault: true },
  { id: 'event', label: 'Event', track: '9rem', isDefault: false },
  { id: 'sentence', label: 'What happened', track: 'minmax(0, 1fr)', isDefault: true },
  { id: 'endpoint', label: 'Endpoint', track: 'minmax(0, 0.5fr)', isDefault: false },
  { id: 'code', label: 'HTTP status', heading: 'HTTP', track: '2.6rem', isDefault: false },
  { id: 'attempt', label: 'Attempt', track: '2.6rem', isDefault: true },
  { id: 'latency', label: 'Took', track: '3.3rem', isDefault: true },
  { id: 'verdict', label: 'Verdict', track: '8.6rem', isDefault: true },
];

/** The columns that a text such as `time,kind` names; the default ones when it is empty. Unknown names are left out. */
export function readColumns(text: string): readonly Column[] {
  if (text === '') return columns.filter(({ isDefault }) => isDefault);
  const wanted = new Set(text.split(','));
  return columns.filter(({ id }) => id === 'sentence' || wanted.has(id));
}

/** The text that `readColumns` reads; empty for the default ones. */
export function writeColumns(shown: readonly Column[]): string {
  const ids = shown.map(({ id }) => id).join(',');
  return ids ===
    readColumns('')
      .map(({ id }) => id)
      .join(',')
    ? ''
    : ids;
}

/** With the column shown or hidden. */
export function toggleColumn(shown: readonly Column[], id: ColumnId): readonly Column[] {
  const isShown = shown.some((column) => column.id === id);
  return columns.filter((column) => (column.id === id ? !isShown || id === 'sentence' : shown.includes(column)));
}
