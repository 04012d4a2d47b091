import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import dns from 'node:dns';
import { isIP, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CheckRunView } from '../../server/http/control/check-replies.js';
import { createTargetProbe } from '../../server/transport/probe-target.js';
import { createTargetPolicy } from '../../server/transport/target-policy.js';
import { redirect } from '../support/bad-behaviours.js';
import { BadTarget } from '../support/bad-target.js';
import { startCheckedApp } from '../support/checked-app.js';
import { callControl, startHarness } from '../support/harness.js';
import { expectAnswer, expectFailure, makeRequest, makeTransport, startTarget } from '../transport/transport-setup.js';
import { createPayingApp } from '../ui/paying-app.js';

/** Every address that a socket of this process begins to connect to, as Node itself tells. */
const opened: string[] = [];
const watch = (message: unknown) => {
  const { socket } = message as { socket: Socket };
  socket.on('connectionAttempt', (address: string) => opened.push(address));
};
beforeEach(() => {
  opened.length = 0;
  subscribe('net.client.socket', watch);
});
afterEach(() => {
  unsubscribe('net.client.socket', watch);
});

/** What it means, and how the address is written where a name resolves to it. */
const FORBIDDEN = [
  ['link-local', '169.254.169.254'],
  ['any link-local', '169.254.0.1'],
  ['end of link-local', '169.254.255.255'],
  ['link-local IPv6', 'fe80::1'],
  ['link-local IPv6 with a zone', 'fe80::1%eth0'],
  ['end of link-local IPv6', 'febf::1'],
  ['AWS', 'fd00:ec2::254'],
  ['AWS, for pods', 'fd00:ec2::23'],
  ['AWS in full', 'fd00:0ec2:0000:0000:0000:0000:0000:0254'],
  ['Google Cloud', 'fd20:ce::254'],
  ['Alibaba Cloud', '100.100.100.200'],
  ['Oracle Cloud', '192.0.0.192'],
  ['IPv4-mapped', '::ffff:169.254.169.254'],
  ['IPv4-mapped in hex', '::ffff:a9fe:a9fe'],
  ['IPv4-mapped in full', '0:0:0:0:0:ffff:a9fe:a9fe'],
  ['IPv4-compatible', '::169.254.169.254'],
  ['IPv4-translated', '::ffff:0:169.254.169.254'],
  ['NAT64', '64:ff9b::169.254.169.254'],
  ['NAT64 in hex', '64:ff9b::a9fe:a9fe'],
  ['local NAT64', '64:ff9b:1::a9fe:a9fe'],
  ['6to4', '2002:a9fe:a9fe::1'],
  ['Teredo', '2001:0:1234::5601:5601'],
  ['ISATAP', 'fd00::5efe:169.254.169.254'],
] as const;

test.each(FORBIDDEN)('SEC-12 a metadata address is never called, listed or not: %s', async (_form, address) => {
  const listed = createTargetPolicy([address.split('%')[0] ?? '', '0.0.0.0/0', '::/0', 'meta.test']);
  const refusal = listed.checkAddress('meta.test', address);
  expect(refusal?.message).toContain(`meta.test (${address})`);
  expect(refusal?.message).toContain('--allow-target');
  const resolveName = () => Promise.resolve([{ address, family: address.includes(':') ? 6 : 4 }]);
  const transport = makeTransport({ policy: listed, resolveName });
  expectFailure(await transport.send(makeRequest('http://meta.test/')), 'blocked_target', 'target');
  expect(await createTargetProbe(listed, resolveName)('http://meta.test/')).toMatchObject({ state: 'blocked' });
  expect(opened).toEqual([]);
});

test.each([
  'http://169.254.169.254/latest/meta-data/',
  'http://2852039166/',
  'http://0xa9fea9fe/',
  'http://0xA9.0xFE.0xA9.0xFE/',
  'http://0251.0376.0251.0376/',
  'http://00000251.0376.0251.0376/',
  'http://169.254.43518/',
  'http://169.16689662/',
  'http://169.254.169.254./',
  'http://169.254.169.254:80/',
  'http://user:pass@169.254.169.254/',
  'http://localhost@169.254.169.254/',
  'http://\uff11\uff16\uff19.254.169.254/',
  'http://169\u3002254\u3002169\u3002254/',
  'http://%31%36%39.254.169.254/',
  'http://[::ffff:169.254.169.254]/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://[64:ff9b::a9fe:a9fe]/',
  'http://[2002:a9fe:a9fe::]/',
  'http://[fd00:ec2::254]/',
  'http://[fe80::1]/',
])('SEC-12 sees through every spelling of a metadata address: %s', async (url) => {
  const failure = expectFailure(await makeTransport().send(makeRequest(url)), 'blocked_target', 'target');
  expect(failure.message).toContain('metadata');
  expect(opened).toEqual([]);
});

describe('a name', () => {
  test('SEC-12 that answers loopback first and metadata second is refused as a whole, and no connection opens', async () => {
    const target = await startTarget();
    const answers = [
      { address: '127.0.0.1', family: 4 },
      { address: '169.254.169.254', family: 4 },
    ];
    for (const given of [answers, answers.toReversed()]) {
      const transport = makeTransport({ resolveName: () => Promise.resolve(given) });
      const failure = expectFailure(
        await transport.send(makeRequest(target.url('/', 'rebind.test'))),
        'blocked_target',
        'target',
      );
      expect(failure.message).toContain('rebind.test (169.254.169.254)');
    }
    expect(opened).toEqual([]);
    expect(target.connections).toBe(0);
  });

  test('SEC-12 that leads elsewhere the second time it is asked is judged by each answer, and called at the one that was judged', async () => {
    const target = await startTarget();
    const answers = ['127.0.0.1', '169.254.169.254'];
    const transport = makeTransport({ resolveName: async () => [{ address: answers.shift() ?? '', family: 4 }] });
    const url = target.url('/', 'rebind.test');
    const first = expectAnswer(await transport.send(makeRequest(url, { pool: 'one' })));
    expect(first.remoteAddress).toBe(`127.0.0.1:${target.port}`);
    expect(answers).toEqual(['169.254.169.254']);
    const count = opened.length;
    expectFailure(await transport.send(makeRequest(url, { pool: 'another' })), 'blocked_target', 'target');
    expect(opened.length).toBe(count);
    expect(target.connections).toBe(1);
  });
});

test('SEC-12 on a stage: deliveries, visits and redirects to a metadata address are written down as blocked, and nothing opens', async () => {
  const harness = await startHarness();
  const app = await BadTarget.start();
  app.on('/away', redirect(302, 'http://169.254.169.254/latest/'));
  try {
    const paying = await createPayingApp(harness.url);
    await callControl(harness, 'PATCH', '/accounts/secpaid', {
      paymentEndpoints: ['http://169.254.169.254/hook'],
      callbackUrls: ['http://[::ffff:169.254.169.254]/back'],
      retryScheduleMs: [],
    });
    const link = await paying.createLink('x');
    const visit = await callControl(harness, 'POST', `/payments/${link}/visits`, { action: { action: 'pay' } });
    const typed = await callControl(harness, 'POST', `/payments/${link}/visits`, { url: app.url('/away') });
    await harness.engine.activity.whenIdle();
    const records = await paying.readRecords();
    const attempts = records.filter((record) => record.type === 'attempt.finished');
    expect(attempts.map(({ code }) => code)).toEqual(['blocked_target']);
    for (const seen of [visit, typed]) expect(JSON.stringify(seen)).toContain('metadata address');
    // This test and the virtual customer go to the stage and to the app, both of them here.
    expect(opened.length).toBeGreaterThan(0);
    expect(opened.filter((address) => address !== '127.0.0.1' && address !== '::1')).toEqual([]);
  } finally {
    await harness.close();
    await app.close();
  }
});

test.each([
  ['probe', (url: string) => ({ probe: url })],
  ['place to create orders', (url: string) => ({ create: `POST ${url}` })],
])('SEC-12 on a stage: the %s of a check run is judged by each answer of its name', async (_what, wish) => {
  const harness = await startHarness();
  const app = await startCheckedApp({ secret: harness.env.SECUREPAYAPI_SECRET_KEY ?? '' });
  const { port } = new URL(app.endpoint);
  const answers = ['127.0.0.1'];
  const answer = (name: string) => {
    const address = name === 'rebind.test' ? (answers.shift() ?? '203.0.113.7') : isIP(name) > 0 ? name : '127.0.0.1';
    return [{ address, family: 4 }];
  };
  type Tell = (error: null, found: ReturnType<typeof answer>) => void;
  // Node's sockets ask in the first way, unless they are told whom to ask; the stage asks in the second.
  const ask = (name: string, _how: object, tell: Tell) => void setImmediate(() => tell(null, answer(name)));
  const system = vi.spyOn(dns, 'lookup').mockImplementation(ask as typeof dns.lookup);
  const askStage = (name: string) => Promise.resolve(answer(name));
  const stages = vi.spyOn(dns.promises, 'lookup').mockImplementation(askStage as unknown as typeof dns.promises.lookup);
  try {
    const asked = { provider: 'securepayapi', endpoint: app.endpoint, only: ['SIG-1'], ...wish(`http://rebind.test:${port}/x`) };
    const { runId } = await callControl<{ runId: string }>(harness, 'POST', '/check-runs/start', asked);
    const readEnd = () => callControl<CheckRunView>(harness, 'GET', `/check-runs/${runId}`);
    await expect.poll(async () => (await readEnd()).result).not.toBeNull();
    const { findings } = await readEnd();
    expect(findings[0]).toMatchObject({
      verdict: 'inconclusive',
      sentence: expect.stringContaining('rebind.test (203.0.113.7) lies outside this machine'),
    });
    expect(opened).not.toContain('203.0.113.7');
  } finally {
    system.mockRestore();
    stages.mockRestore();
    await harness.close();
    await app.close();
  }
});
