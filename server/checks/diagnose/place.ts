import type { Lane } from '../../client/lane.js';
import type { Stage } from '../../client/stage.js';
import type { Account } from '../../domain/account.js';
import { HarnessError } from '../../domain/errors.js';
import type { PaymentEvent } from '../../domain/payment.js';
import type { AccountView, PaymentView } from '../../http/control/replies.js';
import type { EventAnnounced, RecordHead } from '../../protocol/records.js';
import type { Provider } from '../../providers/provider.js';

/** From where deliveries are sent to look at a receiver. */
export interface Place {
  lane: Lane;
  provider: Provider;
  deliveryId: string;
  event: PaymentEvent;
  /** With the secret that the receiver ought to have. */
  account: Account;
  /** Left out: where the delivery goes by itself. */
  endpoint?: string;
  /** Gives back what was opened for it. */
  close(): Promise<void>;
}

export interface PlaceOptions {
  /** URL of the app that receives events. */
  endpoint: string;
  /** Keys that the app was set up with, by name; those of a lane of its own otherwise. */
  keys?: Readonly<Record<string, string>>;
}

/**
 * Opens a lane with one payment whose deliveries are held, so that the receiver sees exactly what is sent to look at it.
 * @throws HarnessError `no_stage`, `nothing_to_send`.
 */
export async function openPlace(stage: Stage, provider: Provider, { endpoint, keys = {} }: PlaceOptions): Promise<Place> {
  const lane = await stage.lane();
  try {
    const payment = await lane.create(provider.name);
    await lane.holds.webhook({ count: null, payment });
    await lane.control.post(`/payments/${encodeURIComponent(payment.id)}/customer`, { action: 'pay' });
    const found = findFirstEvent(await lane.payment(payment));
    if (found === null) throw refuseNothing(provider.title);
    const account = await readAccount(lane, provider, keys);
    return { lane, provider, ...found, account, endpoint, close: () => lane.close() };
  } catch (error) {
    await lane.close();
    throw error;
  }
}

/**
 * A delivery that is there already, with the keys of its lane.
 * @throws HarnessError `unknown_delivery`.
 */
export async function findPlace(
  stage: Stage,
  deliveryId: string,
  providers: readonly Provider[],
  keys: Readonly<Record<string, string>> = {},
): Promise<Place> {
  for (const { name } of await stage.lanes()) {
    const found = await lookIn(await stage.openLane(name), deliveryId, providers, keys);
    if (found) return found;
  }
  throw refuseUnknown(deliveryId);
}

/** As `findPlace`, in one lane. @throws HarnessError `unknown_delivery`. */
export async function findPlaceIn(lane: Lane, deliveryId: string, providers: readonly Provider[]): Promise<Place> {
  const found = await lookIn(lane, deliveryId, providers, {});
  if (found) return found;
  throw refuseUnknown(deliveryId);
}

async function lookIn(
  lane: Lane,
  deliveryId: string,
  providers: readonly Provider[],
  keys: Readonly<Record<string, string>>,
): Promise<Place | null> {
  const announced = (await lane.records({ types: ['event.announced'] })) as (RecordHead & EventAnnounced)[];
  const event = announced.findLast(({ deliveries }) => deliveries.some((delivery) => delivery.deliveryId === deliveryId));
  if (event === undefined) return null;
  const payment = await lane.payment(event.paymentId);
  const provider = providers.find((candidate) => candidate.name === payment.provider);
  const found = toEvent(payment, event.eventId);
  if (found === null || provider === undefined) return null;
  return { lane, provider, deliveryId, event: found, account: await readAccount(lane, provider, keys), close: async () => {} };
}

function refuseUnknown(deliveryId: string): HarnessError {
  return new HarnessError('unknown_delivery', `There is no delivery "${deliveryId}".`, {
    status: 404,
    hint: '"paystage payments <id>" lists the deliveries of a payment.',
  });
}

async function readAccount(lane: Lane, { name }: Provider, keys: Readonly<Record<string, string>>): Promise<Account> {
  const { id, settings } = await lane.control.get<AccountView>(`/accounts/${encodeURIComponent(name)}`);
  return { id, provider: name, lane: lane.name, keys: { ...lane.keys(name), ...keys }, settings };
}

function findFirstEvent(payment: PaymentView): Pick<Place, 'deliveryId' | 'event'> | null {
  for (const { id, deliveries } of payment.events) {
    const [delivery] = deliveries;
    const event = toEvent(payment, id);
    if (delivery && event) return { deliveryId: delivery.id, event };
  }
  return null;
}

function toEvent({ id, events }: PaymentView, eventId: string): PaymentEvent | null {
  const view = events.find((event) => event.id === eventId);
  if (view === undefined) return null;
  const { status, contentType, body, seq, deliveries } = view;
  const plain = view.plainBody === undefined ? {} : { plainBody: view.plainBody };
  const deliveryIds = deliveries.map((delivery) => delivery.id);
  return { id: view.id, paymentId: id, status, contentType, body, ...plain, atMs: Date.parse(view.at), seq, deliveryIds };
}

function refuseNothing(title: string): HarnessError {
  return new HarnessError(
    'nothing_to_send',
    `The payment that was made to look at the app announced nothing, so there is no ${title} delivery to send.`,
    {
      hint: 'Look at the settings of the account: somebody has to receive its events.',
    },
  );
}
