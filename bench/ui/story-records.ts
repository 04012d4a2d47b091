import type { Header, RecordBody } from '../../server/protocol/records.js';

const HEADERS: Header[] = [
  ['Content-Type', 'application/json'],
  ['User-Agent', 'bench/1'],
  ['X-Timestamp', '1763697910'],
  ['X-Signature', '4f2a6c1d9b8e7f00112233445566778899aabbccddeeff00112233445566778899'],
];
const STATUSES = ['INIT', 'AUTH3DSCHALLENGE', 'AUTH3DSCHALLENGEFORM', 'AUTH3DSRESULT', 'PAYING', 'SUCCEEDED'];

/** The records of one payment as a stage writes them: one call, one page, six statuses, each told once to one endpoint, and a redirect. */
export function* tellPayment(number: number, padding: string): Generator<RecordBody> {
  const paymentId = `bench_${number}`;
  const provider = number % 2 === 0 ? 'secpaid' : 'securepayapi';
  const body = JSON.stringify({ amount: 2_000 + (number % 500), currency: 'USD', externalid: `order-${number}`, note: padding });
  const toBody = (text: string) => ({ text, sizeBytes: text.length });
  yield {
    type: 'api.called',
    provider,
    route: 'create',
    accountId: 'acc_bench',
    paymentId,
    request: { method: 'POST', url: `/${provider}/create`, headers: HEADERS, body: toBody(body) },
    response: { status: 200, headers: HEADERS, body: toBody(`{"id":"${paymentId}"}`) },
    durationMs: 3.2,
  };
  yield {
    type: 'payment.created',
    paymentId,
    provider,
    accountId: 'acc_bench',
    amountMinor: 2_000 + (number % 500),
    currency: 'USD',
    reference: `order-${number}`,
    status: 'requires_payment',
    outcome: 'open',
    checkoutUrl: null,
    data: { padding },
  };
  yield {
    type: 'page.served',
    provider,
    route: 'checkout',
    paymentId,
    request: { method: 'GET', url: `/${provider}/checkout/${paymentId}`, headers: HEADERS },
    response: { status: 200, headers: HEADERS },
    durationMs: 1.1,
  };
  let from = 'requires_payment';
  for (const [index, to] of STATUSES.entries()) {
    const isLast = index === STATUSES.length - 1;
    const text = `The payment is now ${to}; ${padding}`;
    yield { type: 'payment.status_changed', paymentId, from, to, text, outcome: isLast ? 'succeeded' : 'open' };
    from = to;
    const ids = { paymentId, eventId: `evt_${number}_${index}`, deliveryId: `dlv_${number}_${index}` };
    yield {
      type: 'event.announced',
      paymentId,
      eventId: ids.eventId,
      status: to,
      contentType: 'application/json',
      body,
      deliveries: [{ deliveryId: ids.deliveryId, endpoint: 'http://localhost:3000/webhooks/bench' }],
    };
    const attempt = { ...ids, attemptId: `att_${number}_${index}`, number: 1, trigger: 'scheduled' } as const;
    yield { type: 'attempt.started', ...attempt };
    const isGood = (number + index) % 9 !== 0;
    yield {
      type: 'attempt.finished',
      ...attempt,
      code: isGood ? 'acknowledged' : 'not_acknowledged',
      sentence: isGood ? 'answered 204, which the provider accepts.' : 'answered 200; the provider accepts only 204.',
      deliveryStatus: isGood ? 'acknowledged' : 'pending',
      nextAttemptAt: null,
      latencyMs: 2.4,
      remoteAddress: '127.0.0.1:3000',
      request: { method: 'POST', url: 'http://localhost:3000/webhooks/bench', headers: HEADERS },
      response: { status: isGood ? 204 : 200, headers: HEADERS, body: toBody(padding) },
    };
  }
  yield { type: 'redirect.issued', paymentId, location: `http://localhost:3000/back?pay_id=${paymentId}`, status: 302 };
}

/** Records without end. */
export function* tellPayments(padding: string): Generator<RecordBody> {
  for (let number = 1; ; number++) yield* tellPayment(number, padding);
}
