import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, createHarness, ExpectationError, type Harness, type Lane, type ProviderApiError } from '../../server/index.js';
import { createReceiver, type Receiver } from '../support/receiver.js';

describe('a harness', () => {
  test('that is told to listen twice listens once', async () => {
    const harness = await createHarness({ port: 0 });
    const [one, other] = await Promise.all([harness.listen(), harness.listen()]);
    expect([one, other, await harness.listen()]).toEqual([harness, harness, harness]);
    expect((await fetch(`${harness.url}/_paystage/health`)).status).toBe(200);
    await harness.close();
  });

  test('that is closed says so, whatever is asked of it', async () => {
    const harness = await (await createHarness({ port: 0 })).listen();
    await harness.close();
    const closed = { code: 'closed', message: 'The harness is closed.' };
    await expect(harness.listen()).rejects.toMatchObject(closed);
    await expect(harness.lane()).rejects.toMatchObject(closed);
    expect(() => harness.stage).toThrow('The harness is closed.');
    const never = await createHarness({ port: 0 });
    await never.close();
    await expect(never.listen()).rejects.toMatchObject(closed);
  });
});

describe('a lane', () => {
  let harness: Harness;
  let receiver: Receiver;

  beforeAll(async () => {
    harness = await (await createHarness({ port: 0 })).listen();
    receiver = await createReceiver();
  });
  afterAll(async () => {
    await harness.close();
    await receiver.close();
  });

  async function openLane(options: Parameters<Harness['lane']>[0] = {}): Promise<Lane> {
    const accounts = {
      secpaid: { settings: { paymentEndpoints: [`${receiver.url}/secpaid`], callbackUrls: [`${receiver.url}/back`] } },
      securepayapi: { settings: { webhookUrls: [`${receiver.url}/securepayapi`] } },
    };
    return harness.lane({ accounts, ...options });
  }

  test('hands over what an app needs as environment variables', async () => {
    const lane = await openLane();
    expect(lane.env).toMatchObject({
      PAYSTAGE_URL: harness.url,
      SECPAID_BASE_URL: `${harness.url}/secpaid`,
      SECPAID_TOKEN: lane.keys('secpaid').token,
      SECUREPAYAPI_SECRET_KEY: lane.keys('securepayapi').secretKey,
    });
    expect(lane.keys('secpaid').token).not.toBe(harness.env.SECPAID_TOKEN);
    expect(() => lane.keys('secpayd')).toThrow('There is no provider "secpayd".');
    await lane.close();
  });

  test('waits neither for a payment nor for a status that there cannot be, and names the nearest', async () => {
    await using lane = await openLane();
    const { id } = await lane.create('securepayapi');
    const nearest = `${id.slice(0, -1)}_`;
    for (const waiting of [
      lane.waitFor.status(nearest, 'SUCCEEDED'),
      lane.waitFor.acknowledged(nearest),
      lane.waitFor.event(nearest, 'SUCCEEDED'),
    ])
      await expect(waiting).rejects.toMatchObject({ code: 'unknown_payment', hint: `Did you mean "${id}"?` });
    await expect(lane.waitFor.status(id, 'SUCCEDED')).rejects.toMatchObject({
      code: 'unknown_status',
      hint: 'Did you mean "SUCCEEDED"?',
    });
  });

  test('refuses words that there are not, instead of waiting for them or blaming the app', async () => {
    await using lane = await openLane();
    const { id } = await lane.create('securepayapi');
    const meant = { code: 'unknown_status', hint: 'Did you mean "SUCCEEDED"?' };
    const refused: [() => Promise<unknown>, object][] = [
      [() => lane.waitFor.acknowledged(id, { event: 'SUCCEDED' }), meant],
      [() => lane.waitFor.event(id, 'SUCCEDED'), meant],
      [() => lane.expect(id).status('SUCCEDED'), meant],
      [() => lane.expect(id).acknowledged({ event: 'SUCCEDED' }), meant],
      [() => lane.expect(id).refused({ event: 'SUCCEDED' }), meant],
      [() => lane.expect(id).refused({ fault: 'duplicat' }), { code: 'unknown_fault', hint: 'Did you mean "duplicate"?' }],
      [() => lane.waitFor.record({ tpye: 'attempt.finished' }), { code: 'unknown_record_field', hint: 'Did you mean "type"?' }],
      [
        () => lane.waitFor.record({ type: 'attempt.finishd' }),
        { code: 'unknown_record_type', hint: 'Did you mean "attempt.finished"?' },
      ],
      [
        () => lane.waitFor.record({ type: 'attempt.finished', 'respones.status': 204 }),
        { code: 'unknown_record_field', hint: 'Did you mean "response"?' },
      ],
      [
        () => lane.waitFor.payment({ refrence: 'A' } as never),
        { code: 'unknown_record_field', hint: 'Did you mean "reference"?' },
      ],
      [() => lane.expect(id).records({ type: 'api.called', staus: 500 }, 0), { code: 'unknown_record_field' }],
      [() => lane.waitFor.record({ url: { matches: '(' } }), { code: 'invalid_expression', exitCode: 2 }],
      [
        () => lane.expect(id).records({ 'request.url': { matches: '[z-a]' } }, 0),
        { message: 'request.url: "[z-a]" is no regular expression: Range out of order in character class.' },
      ],
      [() => lane.expect(id).order([{ tpye: 'event.announced' }]), { code: 'unknown_record_field' }],
      [() => lane.expect('nope').acknowledged(), { code: 'unknown_payment' }],
      [() => lane.expect('nope').status('SUCCEEDED'), { code: 'unknown_payment' }],
      [() => lane.expect('nope').order([{}]), { code: 'unknown_payment' }],
    ];
    for (const [ask, error] of refused) await expect(ask()).rejects.toMatchObject(error);
    // What is possible and not so is a verdict.
    await expect(lane.expect(id).acknowledged({ event: 'SUCCEEDED' })).rejects.toThrow(ExpectationError);
    await expect(lane.expect(id).refused({ fault: 'duplicate' })).rejects.toThrow(ExpectationError);
  });

  test('says what a probe is, and does not wait for ever for one', async () => {
    await using lane = await openLane();
    const { id } = await lane.create('securepayapi');
    for (const wrong of [undefined, `${receiver.url}/orders/1`, {}])
      await expect(lane.expect(id).acted(1, wrong as never)).rejects.toMatchObject({ code: 'invalid_probe' });
    await expect(lane.expect(id).acted(1, () => new Promise<never>(() => {}))).rejects.toMatchObject({
      code: 'probe_failed',
      message: 'The probe function did not answer within 10 s.',
    });
  });

  test('A7 tells the address of a probe without its password', async () => {
    await using lane = await openLane();
    const { id } = await lane.create('securepayapi');
    await expect(lane.expect(id).acted(1, { url: 'http://user:geheim-pw77@127.0.0.1:9/orders/1' })).rejects.toMatchObject({
      code: 'probe_failed',
      message: expect.stringMatching(/^The probe http:\/\/\*\*\*@127\.0\.0\.1:9\/orders\/1 could not be asked/),
    });
  });

  test('is asked for at an address, and one without a scheme is told as it was meant', () => {
    for (const [wrong, hint] of [
      ['localhost:4747', 'Did you mean "http://localhost:4747"?'],
      ['not an address', expect.stringContaining('http://localhost:4747')],
      [undefined, expect.stringContaining('http://localhost:4747')],
    ])
      expect(() => connect(wrong as string)).toThrow(expect.objectContaining({ code: 'invalid_address', hint }));
    expect(connect('http://localhost:4747/').url).toBe('http://localhost:4747');
  });

  test('ends a wait whose signal is aborted with the reason of the signal', async () => {
    await using lane = await openLane();
    const { id } = await lane.create('securepayapi');
    const [before, later] = [AbortSignal.abort(new Error('not wanted')), new AbortController()];
    await expect(lane.waitFor.status(id, 'SUCCEEDED', { signal: before })).rejects.toThrow('not wanted');
    const waiting = lane.waitFor.record({ type: 'redirect.issued' }, { payment: id, within: '30s', signal: later.signal });
    setImmediate(() => later.abort(new Error('no longer wanted')));
    await expect(waiting).rejects.toThrow('no longer wanted');
  });

  test('is told from creation to acknowledgement through the typed clients and the virtual customer', async () => {
    await using lane = await openLane();
    receiver.replyWith(({ method }) => (method === 'GET' ? { status: 200, body: '<title>Thanks</title>Thank you' } : {}));
    const link = await lane.api.secpaid.createLink({ amount: 42.5, recipient_note: 'Order 7' });
    const id = String(link.data.id ?? link.data.linktopay_id);
    const { visit } = await lane.customer(id).pay();
    expect(visit.page).toMatchObject({ status: 200, title: 'Thanks' });
    await lane.waitFor.acknowledged(id);
    await lane.expect(id).redirect({ status: 200, url: 'status=success', text: 'Thank you' });
    await lane.expect(id).status('Used');
    await lane.expect(id).status('succeeded');
    await lane
      .expect(id)
      .order([
        { type: 'payment.created', reference: 'Order 7' },
        { type: 'redirect.issued' },
        { type: 'customer.visited', 'page.status': 200 },
      ]);
    await lane.expectNothingPending();
    const answer = await lane.api.secpaid.getPayInTransactions({ pay_id: id });
    expect(answer.data).toMatchObject([{ pay_id: id, status: 'Success' }]);
  });

  test('throws what a provider said when it refuses', async () => {
    await using lane = await openLane();
    const refused = (await lane.api.secpaid.createLink({ amount: 0 }).catch((error: unknown) => error)) as ProviderApiError;
    expect(refused).toMatchObject({ code: 'provider_refused', reply: { status: 400 } });
    expect(refused.message).toContain('Invalid amount');
    await expect(lane.api.securepayapi.createPaymentIntent({ amount: 0 })).rejects.toThrow(/refused with 4\d\d/);
  });

  test('says in a table what was expected, what was seen and which record came nearest', async () => {
    await using lane = await openLane({ clock: 'simulated' });
    receiver.replyWith({ status: 500 });
    const payment = await lane.create('securepayapi', { amount: 2000 });
    await lane.customer(payment).pay();
    await lane.idle();
    const failed = await lane
      .expect(payment)
      .acknowledged({ event: 'SUCCEEDED', attempts: 3 })
      .catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(ExpectationError);
    const { message } = failed as ExpectationError;
    expect(message).toMatch(/expected {2}event SUCCEEDED acknowledged within 3 attempts/);
    expect(message).toMatch(
      /seen {6}event SUCCEEDED to http:.* not acknowledged after 1 attempt \(not_acknowledged\); next attempt at 20/,
    );
    expect(message).toMatch(
      /nearest {3}#\d+ attempt\.finished: attempt 1 of dlv_.*: answered 500; SecurePayAPI accepts only 204/,
    );

    receiver.replyWith({});
    await lane.clock.jump('next-attempt');
    await lane.expect(payment).acknowledged({ attempts: 2 });
    await expect(lane.expect(payment).acknowledged({ attempts: 1 })).rejects.toThrow('acknowledged at attempt 2');
    await expect(lane.expect(payment).acknowledged({ within: '1s' })).rejects.toThrow('acknowledged after 5 s');
  });

  test('waits for what is named, also when it happened before', async () => {
    await using lane = await openLane();
    const creating = lane.waitFor.payment({ reference: 'order-9' });
    await lane.api.securepayapi.createPaymentIntent({ amount: 100, externalid: 'order-8' });
    const { id } = await lane.api.securepayapi.createPaymentIntent({ amount: 100, externalid: 'order-9' });
    expect((await creating).id).toBe(id);
    const succeeding = lane.waitFor.event(id, 'SUCCEEDED');
    await lane.customer(id).pay();
    expect((await succeeding).paymentId).toBe(id);
    expect((await lane.waitFor.status(id, 'SUCCEEDED')).outcome).toBe('succeeded');
    await expect(lane.waitFor.status(id, 'EXPIRED', { within: 50 })).rejects.toThrow(/payment .* is EXPIRED/);
    const cut = new AbortController();
    const waiting = lane.waitFor.redirect(id, { within: '1h', signal: cut.signal });
    cut.abort();
    await expect(waiting).rejects.toThrow();
  });

  test('holds webhook and redirect, and releases them in the order that is wanted', async () => {
    await using lane = await openLane();
    receiver.clear();
    const payment = await lane.create('secpaid', { amount: 5 });
    await lane.holds.webhook({ payment });
    await lane.holds.redirect({ payment });
    const visiting = lane.customer(payment).pay();
    await lane.waitFor.record({ type: 'redirect.held' }, { payment });
    await lane.holds.release('redirect');
    await visiting;
    expect(receiver.requests.map(({ method }) => method)).toEqual(['GET']);
    await lane.holds.release('webhook');
    await lane.waitFor.acknowledged(payment);
    expect(receiver.requests.map(({ method }) => method)).toEqual(['GET', 'POST']);
  });

  test('follows its own clock: a schedule of a day takes no time', async () => {
    await using lane = await openLane({ clock: { startAt: '2026-01-01T00:00:00Z', speed: 0 } });
    receiver.replyWith({ status: 500 });
    const payment = await lane.create('securepayapi', { amount: 2000 });
    await lane.customer(payment).pay();
    await lane.clock.advance('3d');
    expect((await lane.clock.now()).toISOString()).toBe('2026-01-04T00:00:00.000Z');
    await lane.expect(payment).records({ type: 'attempt.finished', deliveryStatus: 'exhausted' });
    await expect(lane.clock.advance('soon')).rejects.toThrow('"soon" is no duration.');
    receiver.replyWith({});
  });

  test('asks the app itself by URL, by command and by function', async () => {
    await using lane = await openLane();
    const payment = await lane.create('securepayapi', { amount: 2000 });
    const told = await createReceiver({ status: 200, body: '{"state":{"done":[true]},"n":1}' });
    const byUrl = { url: `${told.url}/orders/1`, count: '$.n', paid: '$.state.done[0]' };
    await lane.expect(payment).acted(1, byUrl);
    await lane.expect(payment).probe('$.state.done', [true], byUrl);
    await expect(lane.expect(payment).acted(2, byUrl)).rejects.toThrow('the app says it acted once');
    // Programs that start at once: a probe may take ten seconds at most.
    await lane.expect(payment).acted(0, { command: ['echo', '{"paid":false,"count":0}'] });
    await lane.expect(payment).acted(3, () => 3);
    // An app that cannot be asked has not failed: nothing is known.
    await expect(lane.expect(payment).acted(1, { url: 'http://127.0.0.1:1/' })).rejects.toMatchObject({ code: 'probe_failed' });
    await expect(lane.expect(payment).acted(1, { command: ['sh', '-c', 'exit 3'] })).rejects.toThrow('exit code 3');
    await expect(lane.expect(payment).acted(1, { command: ['no-such-program'] })).rejects.toThrow('could not be started');
    await expect(lane.expect(payment).probe('$.a[', 1, byUrl)).rejects.toThrow('goes wrong at character 4');
    await told.close();
  });

  test('is open only while the harness listens, closes twice, and takes its keys with it', async () => {
    const closed = await createHarness({ port: 0 });
    await expect(closed.lane()).rejects.toMatchObject({ code: 'not_listening' });
    await closed.close();
    const lane = await openLane({ name: 'brief' });
    const same = await connect(harness.url).openLane('brief');
    expect(same.env).toEqual(lane.env);
    await Promise.all([lane.close(), lane.close(), same.close()]);
    await expect(lane.api.securepayapi.createPaymentIntent({ amount: 1 })).rejects.toThrow('401');
    await expect(connect(harness.url).openLane('brief')).rejects.toMatchObject({ code: 'unknown_lane' });
    await expect(connect('http://127.0.0.1:1').lane()).rejects.toMatchObject({ code: 'no_stage' });
  });
});

test('a process that has used everything ends by itself', async () => {
  const script = `
    import { createHarness } from 'paystage';
    const harness = await createHarness({ port: 0 });
    await harness.listen();
    const lane = await harness.lane({ clock: 'simulated', seed: 1 });
    const payment = await lane.create('securepayapi', { amount: 2000 });
    await lane.customer(payment).pay();
    await lane.waitFor.acknowledged(payment);
    await lane.expect(payment).acted(1, { command: ['echo', '{"count":1}'] });
    await lane.close();
    await harness.close();
    await harness.close();
    console.log('done');
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { cwd: new URL('../../', import.meta.url) });
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  child.stderr.on('data', (chunk) => (said += chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect({ code, said }).toEqual({ code: 0, said: 'done\n' });
});
