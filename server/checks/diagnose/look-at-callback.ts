import { HarnessError } from '../../domain/errors.js';
import type { VisitView } from '../../http/control/visit-replies.js';
import { createRowMaker, type DoctorRow } from './doctor-row.js';
import type { Place } from './place.js';

/** Sends the virtual customer back to the app, as the provider does after a payment that was cancelled, or else after one that was paid. */
export async function lookAtCallback({ lane, provider }: Place, callback: string): Promise<DoctorRow> {
  const row = createRowMaker(provider.name);
  const title = 'Way back';
  const target = provider.targets.find(({ receivesEvents }) => !receivesEvents);
  if (!provider.sendsBrowserBack || target === undefined)
    return row('callback', title, 'unknown', `${provider.title} does not send the browser back by itself.`);
  await lane.configure(provider.name, { [target.setting]: [callback] });
  const payment = await lane.create(provider.name);
  await lane.holds.webhook({ count: null, payment });
  const visit = await goBack();
  const { page, stoppedBy } = visit;
  const hop = visit.hops.findLast(({ url }) => new URL(url).origin === new URL(callback).origin);
  if (page !== null && hop === undefined)
    return row('callback', title, 'fail', `The browser never came to ${callback}; it ended on ${page.url}.`);
  if (page === null)
    return row(
      'callback',
      title,
      'fail',
      `The browser ended on no page: ${tellEnd(stoppedBy)}`,
      'Start your app, or give the address of its page.',
    );
  const where = `${page.status}${page.title === null ? '' : ` ("${page.title}")`}`;
  if (page.status < 400) return row('callback', title, 'ok', `The browser came back and saw ${where}.`);
  const says = `The browser came back and saw ${where}, for an order that your app does not know.`;
  return row(
    'callback',
    title,
    page.status >= 500 ? 'fail' : 'warn',
    says,
    'Show a page also for an order that is not known, and do not take the address as a proof of payment.',
  );

  async function goBack(): Promise<VisitView> {
    try {
      return (await lane.customer(payment).cancel()).visit;
    } catch (error) {
      const isImpossible = error instanceof HarnessError && ['action_not_possible', 'invalid_action'].includes(error.code);
      if (!isImpossible) throw error;
      return (await lane.customer(payment).pay()).visit;
    }
  }
}

function tellEnd(stoppedBy: string | undefined): string {
  return stoppedBy === 'limit' ? 'there were too many redirects.' : (stoppedBy ?? 'nothing answered.');
}
