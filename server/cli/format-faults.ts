import type { FaultKindView, FaultsView } from '../http/control/fault-replies.js';
import { tellFaultParts } from '../reading/faults.js';
import type { Paint } from './paint.js';
import { toTerminalText } from './terminal-text.js';

/** The faults that are set and what they keep back; without any, everything that can go wrong. */
export function formatFaults({ faults, keptBack, kinds }: FaultsView, paint: Paint): string[] {
  const set = faults.map(({ id, fault, spec, timesLeft }) => {
    const parts = toTerminalText(tellFaultParts({ ...spec, fault }, timesLeft), 300);
    return `  ${id}  ${paint('name', fault)}  ${parts}`;
  });
  const waiting = keptBack.map(({ deliveryId, paymentId, faults: names, until }) => {
    const when = until === null ? '' : `  until ${until}`;
    return `  ${deliveryId}  payment ${toTerminalText(paymentId)}  ${names.join(', ')}${when}`;
  });
  if (set.length === 0 && waiting.length === 0) {
    return ['No fault is set. What can go wrong, with "paystage fault <name>":', ...listKinds(kinds, paint)];
  }
  return [
    ...(set.length === 0 ? [] : [paint('strong', 'Will go wrong'), ...set]),
    ...(waiting.length === 0 ? [] : [paint('strong', 'Kept back by faults'), ...waiting]),
  ];
}

function listKinds(kinds: readonly FaultKindView[], paint: Paint): string[] {
  const width = Math.max(...kinds.map(({ name }) => name.length));
  return kinds.map(({ name, title, schema }) => {
    const params = listParams(schema);
    return `  ${paint('name', name.padEnd(width))}  ${title}${params.length === 0 ? '' : paint('faint', ` (${params.join(', ')})`)}`;
  });
}

const FRAME = new Set(['fault', 'when', 'times', 'forMs', 'seed']);

function listParams({ properties }: FaultKindView['schema']): string[] {
  return typeof properties === 'object' && properties !== null ? Object.keys(properties).filter((name) => !FRAME.has(name)) : [];
}
