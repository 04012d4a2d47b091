import { describe, expect, test } from 'vitest';
import { createTargetPolicy } from '../../server/transport/target-policy.js';
import { BadTarget } from '../support/bad-target.js';
import { expectAnswer, expectFailure, hasIpv6, makeRequest, makeTransport, startTarget } from './transport-setup.js';

const policy = createTargetPolicy();
const isRefused = (address: string, rules = policy): boolean => rules.checkAddress(address, address) !== null;

describe('by default', () => {
  test.each([
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.20',
    'fd12:3456::1',
    'fc00::1',
    '::ffff:192.168.0.1',
    '::ffff:c0a8:1',
  ])('SEC-12 %s may be called', (address) => {
    expect(isRefused(address)).toBe(false);
  });

  test.each([
    '8.8.8.8',
    '172.15.255.255',
    '172.32.0.1',
    '192.167.255.255',
    '11.0.0.1',
    '100.64.0.1',
    '198.51.100.1',
    '224.0.0.1',
    '255.255.255.255',
    '0.0.0.1',
    '2606:4700::1111',
    '2001:db8::1',
    'ff02::1',
    'fec0::1',
    '::ffff:8.8.8.8',
    '64:ff9b::8.8.8.8',
    '64:ff9b::127.0.0.1',
    '2002:7f00:1::1',
    '::127.0.0.2',
  ])('SEC-12 %s lies outside', (address) => {
    expect(isRefused(address)).toBe(true);
    expect(isRefused(address, createTargetPolicy(['0.0.0.0/0', '::/0']))).toBe(false);
  });
});

test.each([
  ['link-local', '169.254.169.254'],
  ['any link-local', '169.254.0.1'],
  ['link-local IPv6', 'fe80::1'],
  ['link-local IPv6 with a zone', 'fe80::1%eth0'],
  ['end of link-local IPv6', 'febf::1'],
  ['AWS', 'fd00:ec2::254'],
  ['Google Cloud', 'fd20:ce::254'],
  ['Alibaba Cloud', '100.100.100.200'],
  ['IPv4-mapped', '::ffff:169.254.169.254'],
  ['IPv4-mapped in hex', '::ffff:a9fe:a9fe'],
  ['IPv4-compatible', '::169.254.169.254'],
  ['IPv4-translated', '::ffff:0:169.254.169.254'],
  ['NAT64', '64:ff9b::169.254.169.254'],
  ['local NAT64', '64:ff9b:1::a9fe:a9fe'],
  ['6to4', '2002:a9fe:a9fe::1'],
  ['Teredo', '2001:0:1234::5601:5601'],
  ['ISATAP', 'fd00::5efe:169.254.169.254'],
])('SEC-12 a metadata address is never called, listed or not: %s', (_form, address) => {
  const listed = createTargetPolicy([address.split('%')[0] ?? '', '0.0.0.0/0', '::/0', 'meta.test']);
  const refusal = listed.checkAddress('meta.test', address);
  expect(refusal?.message).toContain(`meta.test (${address})`);
  expect(refusal?.message).toContain('--allow-target');
});

describe('a list of targets', () => {
  test('allows a host name exactly, or with its subdomains, or an address, or a range', () => {
    const rules = createTargetPolicy(['Hooks.Example.com', '*.shop.test', '203.0.113.7', '[2001:db8::7]', '198.51.100.0/24']);
    const isAllowed = (host: string, address: string) => rules.checkAddress(host, address) === null;
    expect(isAllowed('hooks.example.com', '203.0.113.1')).toBe(true);
    expect(isAllowed('hooks.example.com.', '203.0.113.1')).toBe(true);
    expect(isAllowed('evil-hooks.example.com', '203.0.113.1')).toBe(false);
    expect(isAllowed('example.com', '203.0.113.1')).toBe(false);
    expect(isAllowed('a.b.shop.test', '203.0.113.1')).toBe(true);
    expect(isAllowed('shop.test', '203.0.113.1')).toBe(false);
    expect(isAllowed('notshop.test', '203.0.113.1')).toBe(false);
    expect(isAllowed('any.test', '203.0.113.7')).toBe(true);
    expect(isAllowed('any.test', '::ffff:203.0.113.7')).toBe(true);
    expect(isAllowed('any.test', '2001:db8:0::7')).toBe(true);
    expect(isAllowed('any.test', '198.51.100.200')).toBe(true);
    expect(isAllowed('any.test', '198.51.101.1')).toBe(false);
  });

  test.each(['http://example.com', 'example.com:443', '1.2.3.4/99', '1.2.3.4/', '1.2.3.4/x', '', 'a b', '*', 'user@host'])(
    'refuses an entry that names no target: "%s"',
    (entry) => {
      expect(() => createTargetPolicy([entry])).toThrow(expect.objectContaining({ code: 'invalid_allow_target' }));
    },
  );
});

describe('the transport', () => {
  test.each([
    'http://2852039166/',
    'http://0xa9fea9fe/',
    'http://0251.0376.0251.0376/',
    'http://169.254.43518/',
    'http://[::ffff:169.254.169.254]/',
  ])('SEC-12 sees through every spelling of a metadata address: %s', async (url) => {
    const failure = expectFailure(await makeTransport().send(makeRequest(url)), 'blocked_target', 'target');
    expect(failure.message).toContain('metadata');
  });

  test('SEC-12 refuses a name that answers loopback first and metadata second, and opens no connection', async () => {
    const target = await startTarget();
    const answers = [
      { address: '127.0.0.1', family: 4 },
      { address: '169.254.169.254', family: 4 },
    ];
    const transport = makeTransport({ resolveName: () => Promise.resolve(answers) });
    const failure = expectFailure(await transport.send(makeRequest(target.url('/', 'rebind.test'))), 'blocked_target', 'target');
    expect(failure.message).toContain('rebind.test (169.254.169.254)');
    expect(target.connections).toBe(0);
  });

  test('SEC-12 names the option for a public target, and connects to the address it judged', async () => {
    const target = await startTarget();
    const addresses = [[{ address: '203.0.113.9', family: 4 }], [{ address: '127.0.0.1', family: 4 }]];
    const transport = makeTransport({ resolveName: () => Promise.resolve(addresses.shift() ?? []) });
    const url = target.url('/', 'hooks.example.com');
    const failure = expectFailure(await transport.send(makeRequest(url)), 'blocked_target', 'target');
    expect(failure.message).toBe(
      'hooks.example.com (203.0.113.9) lies outside this machine and its private networks, and --allow-target does not list it',
    );
    expect(failure.hint).toContain('--allow-target hooks.example.com');
    expect(expectAnswer(await transport.send(makeRequest(url))).remoteAddress).toBe(`127.0.0.1:${target.port}`);
    expect(addresses).toEqual([]);
  });

  test.skipIf(!hasIpv6)('takes the unspecified address, which dev servers print, for this machine', async () => {
    const target = await BadTarget.start({ host: '::1' });
    const result = expectAnswer(await makeTransport().send(makeRequest(target.url('/', '0.0.0.0'))));
    expect(result.remoteAddress).toBe(`[::1]:${target.port}`);
    await target.close();
  });
});
