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
  ])('%s may be called', (address) => {
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
  ])('%s lies outside', (address) => {
    expect(isRefused(address)).toBe(true);
    expect(isRefused(address, createTargetPolicy(['0.0.0.0/0', '::/0']))).toBe(false);
  });
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
  test('names the option for a public target, and connects to the address it judged', async () => {
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
