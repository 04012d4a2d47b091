import { z } from 'zod';
import type { Account } from '../../domain/account.js';
import type { ProviderRoute, RouteOutcome, RouteReply, RouteRequest, View } from '../provider.js';

const charge = z.object({ amount: z.int().min(1).max(99_999_999), order: z.string().max(200).default('') });

/** What an app's server calls. */
export const apiRoutes: readonly ProviderRoute[] = [
  { method: 'POST', path: '/charges', kind: 'api', name: 'create charge', handle: createCharge },
  { method: 'GET', path: '/charges/:id', kind: 'api', name: 'read charge', handle: readCharge },
];

/** Whose key it is. */
export function findCaller({ headers }: RouteRequest, view: View): Account | undefined {
  const key = headers['x-api-key'] ?? '';
  return key === '' ? undefined : view.accountByKey('apiKey', key);
}

export function answerUnmatched(_request: RouteRequest, allowedMethods: readonly string[]): RouteReply {
  return allowedMethods.length === 0 ? refuse(404, 'There is nothing here.') : refuse(405, `Use ${allowedMethods.join(' or ')}.`);
}

export function answerFailure(status: number, message: string): RouteReply {
  return refuse(status, message);
}

function createCharge(request: RouteRequest, view: View): RouteOutcome {
  const account = findCaller(request, view);
  if (!account) return { reply: refuse(401, 'The API key is missing or wrong.') };
  const wish = charge.safeParse(request.body.kind === 'json' ? request.body.value : undefined);
  if (!wish.success) return { reply: refuse(400, 'A charge is JSON with an amount in cents.'), accountId: account.id };
  const id = `toy_${view.idsOf(account.lane).hex(12)}`;
  const checkoutUrl = `${view.providerUrl}/pay/${id}`;
  return {
    reply: { status: 200, content: { kind: 'json', value: { id, status: 'waiting', pay_url: checkoutUrl } } },
    accountId: account.id,
    paymentId: id,
    changes: [
      {
        type: 'create_payment',
        id,
        accountId: account.id,
        amountMinor: wish.data.amount,
        currency: 'EUR',
        reference: wish.data.order,
        status: 'waiting',
        checkoutUrl,
        data: {},
      },
    ],
  };
}

function readCharge(request: RouteRequest, view: View): RouteOutcome {
  const account = findCaller(request, view);
  if (!account) return { reply: refuse(401, 'The API key is missing or wrong.') };
  const payment = view.payment(request.params.id ?? '');
  if (payment?.accountId !== account.id) return { reply: refuse(404, 'There is no such charge.'), accountId: account.id };
  const { id, status, amountMinor } = payment;
  const value = { id, status, amount: amountMinor };
  return { reply: { status: 200, content: { kind: 'json', value } }, accountId: account.id, paymentId: id };
}

/** The refusal stands beside the reply, so that the log can tell it without knowing this shape. */
function refuse(status: number, message: string): RouteReply {
  return { status, content: { kind: 'json', value: { error: message } }, refusal: { message } };
}
