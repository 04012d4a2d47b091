import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { startHarness } from '../support/harness.js';
import { sendRaw, statusOf } from '../support/raw-http.js';

let harness: Harness;
let port: number;
beforeAll(async () => {
  harness = await startHarness();
  port = harness.address.port;
});
afterAll(() => harness.close());

const PATHS = ['/', '/_paystage/health', '/_paystage/api/payments', '/secpaid/payment?link_id=MQ==', '/_paystage/bin/x'];

/** `PORT` stands for the port of the stage, `NEXT` for another one. */
const FOREIGN = [
  ['a name with ours in front', 'localhost.attacker.test:PORT'],
  ['ours as a user', 'localhost:PORT@attacker.test'],
  ['a user before ours', 'attacker.test@localhost:PORT'],
  ['a public name for loopback', '127.0.0.1.nip.io:PORT'],
  ['loopback as one number', '2130706433:PORT'],
  ['loopback in hex', '0x7f000001:PORT'],
  ['loopback in octal', '0177.0.0.1:PORT'],
  ['loopback cut short', '127.1:PORT'],
  ['another loopback address', '127.0.0.2:PORT'],
  ['the unspecified address', '0.0.0.0:PORT'],
  ['the unspecified IPv6 address', '[::]:PORT'],
  ['IPv6 with a zone', '[::1%lo]:PORT'],
  ['IPv6 with an encoded zone', '[::1%25lo]:PORT'],
  ['IPv6 in full', '[0:0:0:0:0:0:0:1]:PORT'],
  ['IPv4-mapped', '[::ffff:127.0.0.1]:PORT'],
  ['IPv6 without brackets', '::1:PORT'],
  ['a trailing dot', 'localhost.:PORT'],
  ['an address with a trailing dot', '127.0.0.1.:PORT'],
  ['a leading dot', '.localhost:PORT'],
  ['an empty label', 'a..localhost:PORT'],
  ['a hyphen at the edge of a label', '-a.localhost:PORT'],
  ['an underscore', 'a_b.localhost:PORT'],
  ['another port', 'localhost:NEXT'],
  ['no port', 'localhost'],
  ['an empty port', 'localhost:'],
  ['a port with a zero in front', 'localhost:0PORT'],
  ['two ports', 'localhost:80:PORT'],
  ['two hosts in one header', 'localhost:PORT, attacker.test'],
  ['the same two the other way round', 'attacker.test, localhost:PORT'],
  ['a path', 'localhost:PORT/'],
  ['a query', 'localhost:PORT?'],
  ['a fragment', 'localhost:PORT#attacker.test'],
  ['a tab within', 'localhost\t:PORT'],
  ['letters that look like ours', '\u2113ocalhost:PORT'],
  ['full-width letters', '\uff4cocalhost:PORT'],
  ['a percent escape', 'localhos%74:PORT'],
  ['nothing', ''],
] as const;

test.each(FOREIGN)('SEC-02 refuses %s as Host: %s', async (_what, written) => {
  const host = Buffer.from(written.replace('PORT', String(port)).replace('NEXT', String(port + 1))).toString('latin1');
  for (const path of PATHS) {
    const answer = await sendRaw(harness.url, [`GET ${path} HTTP/1.1`, `Host: ${host}`]);
    expect(statusOf(answer), path).toBe(421);
    expect(answer).not.toContain('"payments"');
  }
});

test('SEC-02 refuses two Host headers, whichever comes first', async () => {
  for (const hosts of [
    [`localhost:${port}`, 'attacker.test'],
    ['attacker.test', `localhost:${port}`],
    [`localhost:${port}`, `localhost:${port}`],
  ]) {
    const answer = await sendRaw(harness.url, ['GET / HTTP/1.1', ...hosts.map((host) => `Host: ${host}`)]);
    expect([400, 421]).toContain(statusOf(answer));
  }
});

test.each(['http://attacker.test/', 'https://attacker.test/_paystage/health', '*', 'attacker.test:443'])(
  'SEC-02 refuses a request target that names a host of its own: %s',
  async (target) => {
    const answer = await sendRaw(harness.url, [`OPTIONS ${target} HTTP/1.1`, `Host: localhost:${port}`]);
    expect([400, 421]).toContain(statusOf(answer));
  },
);

test('SEC-02 refuses a request without Host, also in the HTTP version that needs none', async () => {
  for (const version of ['1.0', '1.1']) {
    const answer = await sendRaw(harness.url, [`GET /_paystage/health HTTP/${version}`]);
    expect(statusOf(answer), version).toBe(421);
    expect(answer).not.toContain('"ready"');
  }
  const old = await sendRaw(harness.url, ['GET /_paystage/health']);
  expect(old).not.toContain('"ready"');
});

test.each(['localhost', 'LOCALHOST', '127.0.0.1', '[::1]', 'secpaid.localhost', 'anything.localhost'])(
  'SEC-02 accepts %s',
  async (name) => {
    const answer = await sendRaw(harness.url, ['GET /_paystage/health HTTP/1.1', `Host: ${name}:${port}`]);
    expect(statusOf(answer)).toBe(200);
  },
);

test('SEC-02 accepts a further name that was allowed, exactly', async () => {
  await using allowed = await startHarness({ allowHosts: ['Stage.example', 'proxy.example:8080'] }).then((started) => ({
    url: started.url,
    port: started.address.port,
    [Symbol.asyncDispose]: () => started.close(),
  }));
  const ask = async (host: string) => statusOf(await sendRaw(allowed.url, ['GET /_paystage/health HTTP/1.1', `Host: ${host}`]));
  for (const host of ['stage.example', `STAGE.example:${allowed.port}`, 'proxy.example:8080'])
    expect(await ask(host), host).toBe(200);
  for (const host of ['stage.example:1', 'proxy.example', 'a.stage.example', 'stage.example.attacker.test', 'stage.exampl'])
    expect(await ask(host), host).toBe(421);
});
