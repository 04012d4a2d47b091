import type { AppCall } from '../../client/app-call.js';
import type { Lane } from '../../client/lane.js';
import { runCommand } from '../../client/probe/run-command.js';
import { readNewestSeq } from '../../client/record-reader.js';
import { requestApp } from '../../client/request-app.js';
import { sayDuration } from '../../domain/duration.js';
import type { PaymentView } from '../../http/control/replies.js';
import type { ExamOrder } from '../../providers/exam.js';
import { InconclusiveError } from './inconclusive-error.js';
import { refuseStopped } from './refuse-stopped.js';
import { fillAddress, fillText } from './templates.js';

export interface CreateOrder {
  /** Lets the app create an order with its payment at the provider, and finds that payment. @throws InconclusiveError. */
  (order: ExamOrder): Promise<PaymentView>;
  /** Makes a payment in another way, while the app makes none: they could not be told apart. */
  inTurn<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** How the app creates an order: a call, a program, or a function. */
export type CreateTemplate =
  | { method: 'GET' | 'POST'; url: string }
  | { command: readonly [string, ...string[]] }
  | ((order: Readonly<Record<string, string>>) => unknown);

const CREATE_TIMEOUT_MS = 10_000;

/**
 * The payment that appears is told by the app's call of the provider's API, so orders are created one at a time. `{reference}`, `{externalid}`,
 * `{amount}` (major units) and `{amount_minor}` stand for what the order should be.
 * @param call its `signal` is aborted when the run is stopped.
 */
export function createOrderMaker(template: CreateTemplate, lane: Lane, provider: string, call: AppCall = {}): CreateOrder {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const made = last.then(work);
    last = made.catch(() => {});
    return made;
  };
  return Object.assign((order: ExamOrder) => inTurn(() => createOne(template, order, lane, provider, call)), { inTurn });
}

async function createOne(
  template: CreateTemplate,
  order: ExamOrder,
  lane: Lane,
  provider: string,
  call: AppCall,
): Promise<PaymentView> {
  const { signal } = call;
  const values = {
    reference: order.reference,
    externalid: order.reference,
    amount: (order.amountMinor / 100).toFixed(2),
    amount_minor: String(order.amountMinor),
    provider,
  };
  const newest = await readNewestSeq(lane.control);
  await callApp(template, values, call);
  const wait = { within: 5_000, ...(signal && { signal }) };
  const created = await lane.waitFor.payment({ provider, after: newest }, wait).catch(() => {
    refuseStopped(signal);
    throw new InconclusiveError('the app was asked to create an order (--create), but no payment appeared at the provider');
  });
  return created;
}

async function callApp(template: CreateTemplate, values: Record<string, string>, call: AppCall): Promise<void> {
  const { signal } = call;
  refuseStopped(signal);
  try {
    if (typeof template === 'function') {
      await template(values);
    } else if ('command' in template) {
      const [program, ...words] = template.command.map((word) => fillText(word, values));
      await runCommand([program ?? '', ...words], {}, CREATE_TIMEOUT_MS, signal);
    } else {
      await callAddress(template.method, fillAddress(template.url, values), values, call);
    }
  } catch (error) {
    refuseStopped(signal);
    throw new InconclusiveError(`the app could not create an order: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function callAddress(
  method: 'GET' | 'POST',
  url: string,
  values: Record<string, string>,
  { signal, lookup }: AppCall,
): Promise<void> {
  const late = AbortSignal.timeout(CREATE_TIMEOUT_MS);
  const body = method === 'POST' ? JSON.stringify({ amountMinor: Number(values.amount_minor), ...values }) : null;
  let status: number;
  try {
    const reply = await requestApp(url, {
      method,
      headers: { accept: 'application/json', ...(body === null ? {} : { 'content-type': 'application/json' }) },
      body,
      lookup,
      signal: signal ? AbortSignal.any([late, signal]) : late,
    });
    await reply.body.dump();
    status = reply.statusCode;
  } catch (error) {
    // Asked here, so that it lives until then: Node may lose a timer that is only part of another signal (nodejs/node#57736).
    if (late.aborted) throw new Error(`${url} did not answer within ${sayDuration(CREATE_TIMEOUT_MS)}`);
    throw error;
  }
  if (status >= 400) throw new Error(`${url} answered ${status}`);
}
