import type { Lane } from '../../client/lane.js';
import { runCommand } from '../../client/probe/run-command.js';
import { readNewestSeq } from '../../client/record-reader.js';
import { requestApp } from '../../client/request-app.js';
import type { PaymentView } from '../../http/control/replies.js';
import type { ExamOrder } from '../../providers/exam.js';
import { InconclusiveError } from './inconclusive-error.js';
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
 */
export function createOrderMaker(template: CreateTemplate, lane: Lane, provider: string): CreateOrder {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const made = last.then(work);
    last = made.catch(() => {});
    return made;
  };
  return Object.assign((order: ExamOrder) => inTurn(() => createOne(template, order, lane, provider)), { inTurn });
}

async function createOne(template: CreateTemplate, order: ExamOrder, lane: Lane, provider: string): Promise<PaymentView> {
  const values = {
    reference: order.reference,
    externalid: order.reference,
    amount: (order.amountMinor / 100).toFixed(2),
    amount_minor: String(order.amountMinor),
    provider,
  };
  const newest = await readNewestSeq(lane.control);
  await callApp(template, values);
  const created = await lane.waitFor.payment({ provider, after: newest }, { within: 5_000 }).catch(() => {
    throw new InconclusiveError('the app was asked to create an order (--create), but no payment appeared at the provider');
  });
  return created;
}

async function callApp(template: CreateTemplate, values: Record<string, string>): Promise<void> {
  try {
    if (typeof template === 'function') {
      await template(values);
    } else if ('command' in template) {
      const [program, ...words] = template.command.map((word) => fillText(word, values));
      await runCommand([program ?? '', ...words], {}, CREATE_TIMEOUT_MS);
    } else {
      const url = fillAddress(template.url, values);
      const body = template.method === 'POST' ? JSON.stringify({ amountMinor: Number(values.amount_minor), ...values }) : null;
      const reply = await requestApp(url, {
        method: template.method,
        headers: { accept: 'application/json', ...(body === null ? {} : { 'content-type': 'application/json' }) },
        body,
        signal: AbortSignal.timeout(CREATE_TIMEOUT_MS),
      });
      await reply.body.dump();
      if (reply.statusCode >= 400) throw new Error(`${url} answered ${reply.statusCode}`);
    }
  } catch (error) {
    throw new InconclusiveError(`the app could not create an order: ${error instanceof Error ? error.message : String(error)}`);
  }
}
