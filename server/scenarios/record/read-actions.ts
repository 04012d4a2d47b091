import { isEqualJson } from '../../judge/match-record.js';
import type { JsonObject, LogRecord, PaymentActed, RecordHead } from '../../protocol/records.js';
import type { CustomerVisited } from '../../protocol/visit-records.js';
import type { RecordedStep } from './recording.js';

type Acted = RecordHead & PaymentActed;
type Visited = RecordHead & CustomerVisited;

/** Words that steps of their own have; what a provider calls the same is written in its long form. */
const STEP_WORDS = new Set(
  'create,await payment,fault,open,customer,staff,wait,clock,hold,release,call,set,repeat,parallel,expect,name,payment,provider,as,capture,refused,closeTab'.split(
    ',',
  ),
);

/** What customer and staff did, in order; on a page or by a call is the same. */
export function readActions(records: readonly LogRecord[]): { steps: RecordedStep[]; notes: string[] } {
  const acted = records.filter((record): record is Acted => record.type === 'payment.acted');
  const visited = records.filter((record): record is Visited => record.type === 'customer.visited');
  const visits = pairVisits(acted, visited);
  const steps = acted.map((act) => ({ seq: act.seq, step: toStep(act, visits.get(act.seq)) }));
  const opened = visited.filter(({ action, typedUrl }) => action === null && typedUrl === undefined).length;
  const typed = visited.filter(({ typedUrl }) => typedUrl !== undefined).length;
  const idle = visited.filter((visit) => visit.action !== null && ![...visits.values()].includes(visit)).length;
  return {
    steps,
    notes: [
      ...(opened === 0 ? [] : ['Visits that only opened the checkout page are left out: nothing follows from them.']),
      ...(typed === 0 ? [] : ['Visits of an address that was typed by hand are left out.']),
      ...(idle === 0 ? [] : ['Visits in which the provider refused what the customer wanted are left out.']),
    ],
  };
}

function toStep({ actor, action: { action, ...fields } }: Acted, visit: Visited | undefined): JsonObject {
  const name = String(action);
  const by = actor === 'customer' ? 'customer' : 'staff';
  const beside: JsonObject = visit?.stoppedBy === 'close-tab' ? { closeTab: true } : {};
  if (STEP_WORDS.has(name)) return { [by]: { action: name, ...fields }, ...beside };
  return { [name]: fields, ...beside };
}

/** By the record of the act: the visit in which it was done. A visit is told when it has ended. */
function pairVisits(acted: readonly Acted[], visited: readonly Visited[]): Map<number, Visited> {
  const found = new Map<number, Visited>();
  for (const visit of visited) {
    const act = acted.findLast(
      ({ seq, action, source, actor }) =>
        seq < visit.seq && source === 'page' && actor === 'customer' && !found.has(seq) && isEqualJson(action, visit.action),
    );
    if (act) found.set(act.seq, visit);
  }
  return found;
}
