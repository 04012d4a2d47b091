import { readSeq } from './reading-place.js';

/** What the page shows, as it stands in the address: everything that a copied link must bring back. */
export type Place =
  | { view: 'live' }
  | { view: 'payments' }
  | { view: 'payment'; paymentId: string }
  | { view: 'exchange'; seq: number; compareWith: number | null }
  | { view: 'resend'; seq: number }
  | { view: 'accounts' }
  | { view: 'create' }
  /** Null: the newest run, and no check opened. */
  | { view: 'checks'; runId: string | null; check: string | null };

/** Parameters that say which view; all others belong to the views themselves. */
const PLACE_PARAMETERS = ['view', 'payment', 'record', 'with', 'run', 'check'];

/** Reads a query such as `?payment=50001`. What says nothing valid is the live view. */
export function parsePlace(search: string): Place {
  const parameters = new URLSearchParams(search);
  const view = parameters.get('view');
  const paymentId = parameters.get('payment');
  const seq = readSeq(parameters.get('record'));
  if (paymentId) return { view: 'payment', paymentId };
  if (seq !== null)
    return view === 'resend' ? { view, seq } : { view: 'exchange', seq, compareWith: readSeq(parameters.get('with')) };
  if (view === 'checks') return { view, runId: parameters.get('run') || null, check: parameters.get('check') || null };
  if (view === 'payments' || view === 'accounts' || view === 'create') return { view };
  return { view: 'live' };
}

/** What is shown at `place` while a saved log is read: what only changes the stage has none behind it, and Back may lead there. */
export function placeInSavedLog(place: Place): Place {
  return place.view === 'accounts' || place.view === 'create' ? { view: 'live' } : place;
}

/** The query for a place; empty for the live view. */
export function formatPlace(place: Place): string {
  const parameters = new URLSearchParams();
  switch (place.view) {
    case 'live':
      break;
    case 'payment':
      parameters.set('payment', place.paymentId);
      break;
    case 'exchange':
      parameters.set('record', String(place.seq));
      if (place.compareWith !== null) parameters.set('with', String(place.compareWith));
      break;
    case 'resend':
      parameters.set('view', 'resend');
      parameters.set('record', String(place.seq));
      break;
    case 'checks':
      parameters.set('view', 'checks');
      if (place.runId !== null) parameters.set('run', place.runId);
      if (place.check !== null) parameters.set('check', place.check);
      break;
    default:
      parameters.set('view', place.view);
  }
  const query = parameters.toString();
  return query === '' ? '' : `?${query}`;
}

/** The parameters of a query that no place uses, such as the filter of the live view. */
export function keepOwnParameters(search: string): URLSearchParams {
  const parameters = new URLSearchParams(search);
  for (const name of PLACE_PARAMETERS) parameters.delete(name);
  return parameters;
}
