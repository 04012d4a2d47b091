import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CreatedView } from '../../server/http/control/provider-replies.js';
import type { VisitReply } from '../../server/http/control/visit-replies.js';
import type { Harness } from '../../server/index.js';
import { startHarness } from '../support/harness.js';
import { createReceiver, type Receiver } from '../support/receiver.js';
import { runInProcess } from './cli-runs.js';

let harness: Harness;
let app: Receiver;

const run = (...args: string[]) => runInProcess([...args, '--url', harness.url]);

beforeAll(async () => {
  app = await createReceiver();
  harness = await startHarness({
    accounts: { secpaid: { settings: { paymentEndpoints: [`${app.url}/hook`], callbackUrls: [`${app.url}/back`] } } },
  });
});
beforeEach(() => app.replyWith({ status: 200, headers: { 'content-type': 'text/plain' }, body: 'Thank you.\u001b[31m' }));
afterAll(async () => {
  await harness.close();
  await app.close();
});

async function createPayment(provider = 'secpaid'): Promise<string> {
  return (JSON.parse((await run('create', provider, '--json')).out) as CreatedView).paymentId ?? '';
}

test('pay --visit tells every hop, where it ended and what stood there', async () => {
  const id = await createPayment();
  const { code, out, err } = await run('pay', id, '--visit');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const lines = out.trimEnd().split('\n');
  expect(lines).toEqual([
    'A visit to the checkout for pay method=card card=success:',
    expect.stringMatching(/^ {3}1\. GET {2}http:\/\/localhost:\d+\/secpaid\/payment\?link_id=\S+ {2}200$/),
    expect.stringMatching(/^ {3}2\. POST http:\/\/localhost:\d+\/secpaid\/payment {2}302 to http:\S+\/back\?pay_id=/),
    expect.stringMatching(/^ {3}3\. GET {2}http:\S+\/back\?pay_id=\S+ {2}200$/),
    expect.stringMatching(/^The visit ended on 200 at http:\S+\/back\?pay_id=/),
    '  | Thank you.\ufffd[31m',
    `Payment ${id} is now Used.`,
    expect.stringMatching(new RegExp(`^See its deliveries with: (npx )?paystage payments ${id}$`)),
  ]);
});

test('cancel --visit goes through the page too, and so does the challenge', async () => {
  expect((await run('cancel', await createPayment(), '--visit')).out).toMatch(
    /for cancel:\n.*GET .*\n.*POST .* 302 to .*status=cancel/,
  );
  const id = await createPayment('securepayapi');
  expect((await run('pay', id, '--visit', '--card', 'challenge')).out).toMatch(/POST http:\S+\/embed\/pay {2}200/);
  expect((await run('challenge', id, 'pass', '--visit')).out).toContain(`Payment ${id} is now SUCCEEDED.`);
});

test('a visit that ends on no proper page exits 1 and says why', async () => {
  app.replyWith(({ url }) => (url.startsWith('/back') ? { behaviour: 'reset' } : {}));
  const broken = await run('pay', await createPayment(), '--visit');
  expect(broken.code).toBe(1);
  expect(broken.out).toMatch(
    /3\. GET .* no answer\nThe visit came no further than http:\S+: 127\.0\.0\.1:\d+ reset the connection/,
  );
  app.replyWith({ status: 500 });
  expect((await run('pay', await createPayment(), '--visit')).code).toBe(1);
});

test('with --json it prints the reply', async () => {
  const { out } = await run('pay', await createPayment(), '--visit', '--json');
  expect((JSON.parse(out) as VisitReply).visit.hops.length).toBe(3);
});

test('what no browser can do is misuse', async () => {
  const id = await createPayment('securepayapi');
  expect(await run('cancel', id, '--visit')).toMatchObject({ code: 2, out: '', err: expect.stringContaining('no cancellation') });
});

test('tail tells of a visit in one line', async () => {
  const { createRecordFormatter } = await import('../../server/cli/format-record.js');
  const id = await createPayment();
  const record = await harness.engine.customer.visit(id, { action: 'pay' });
  const [line, ...more] = createRecordFormatter((_tone, text) => text, false)(record);
  expect(more).toEqual([]);
  expect(line).toMatch(new RegExp(`visit +${id} +pay method=card card=success +ended on 200 at http`));
});
