import { expect, test } from 'vitest';
import { findPhoneAddress } from '../../ui/src/views/create/phone-address.js';
import { buildQrPath } from '../../ui/src/views/create/qr-path.js';
import { recallFields, rememberFields } from '../../ui/src/views/create/remembered-fields.js';

const bases = { baseUrl: 'http://localhost:4747/acme', hostBaseUrl: 'http://acme.localhost:4747' };

test('an address of this machine is of no use on a phone, and is said to be', () => {
  for (const page of ['http://localhost:4747', 'http://127.0.0.1:4747', 'http://[::1]:4747']) {
    const address = findPhoneAddress('http://localhost:4747/acme/pay?id=1', page, bases);
    expect(address).toEqual({ url: 'http://localhost:4747/acme/pay?id=1', kind: 'local' });
  }
});

test('a page opened through an address of the network lends it to the checkout, whichever form that has', () => {
  const wanted = { url: 'http://192.168.1.20:4747/acme/pay?id=1', kind: 'replaced' };
  expect(findPhoneAddress('http://localhost:4747/acme/pay?id=1', 'http://192.168.1.20:4747', bases)).toEqual(wanted);
  expect(findPhoneAddress('http://acme.localhost:4747/pay?id=1', 'http://192.168.1.20:4747', bases)).toEqual(wanted);
});

test('an address that others can call stays as it is', () => {
  const url = 'http://192.168.1.20:4747/acme/pay?id=1';
  expect(findPhoneAddress(url, 'http://localhost:4747', bases)).toEqual({ url, kind: 'reachable' });
});

test('a local address that is not of this stage is not rewritten', () => {
  const url = 'http://localhost:3000/pay';
  expect(findPhoneAddress(url, 'http://192.168.1.20:4747', bases)).toEqual({ url, kind: 'local' });
});

test('dark modules become one box for each run', () => {
  expect(
    buildQrPath([
      [true, true, false, true],
      [false, false, false, false],
      [false, false, true, true],
    ]),
  ).toBe('M0 0h2v1h-2zM3 0h1v1h-1zM2 2h2v1h-2z');
});

test('fields are remembered without secrets, and what is not understood is forgotten', () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  expect(recallFields(storage)).toEqual({ provider: null, fields: {} });
  rememberFields(storage, { provider: 'acme', fields: { acme: { amount: '1', key: 'hidden' } } }, ['key']);
  expect(recallFields(storage)).toEqual({ provider: 'acme', fields: { acme: { amount: '1' } } });
  for (const broken of ['{', '[]', '{"provider":1,"fields":{"acme":[1]}}', '{"fields":{"acme":{"a":1}}}']) {
    kept.set([...kept.keys()][0] ?? '', broken);
    expect(Object.values(recallFields(storage).fields)).toEqual(broken.includes('acme') ? [{}] : []);
  }
  const full = {
    setItem: () => {
      throw new Error('full');
    },
  };
  expect(() => rememberFields(full, { provider: null, fields: {} }, [])).not.toThrow();
});
