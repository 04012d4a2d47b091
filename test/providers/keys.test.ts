import { describe, expect, test } from 'vitest';
import type { IdSource } from '../../server/providers/provider.js';
import { secpaid } from '../../server/providers/secpaid/index.js';
import { securepayapi } from '../../server/providers/securepayapi/index.js';

const ids: IdSource = {
  hex: (length) => 'a'.repeat(length),
  alphanumeric: (length) => 'Z'.repeat(length),
  uuid: () => '3f0c9a52-7d1e-4b86-9c55-0a1b2c3d4e5f',
};

const providers = [secpaid, securepayapi];
const faultOf = (title: string, keyName: string, value: string): string | null | undefined =>
  providers
    .find((provider) => provider.title === title)
    ?.keys.find(({ name }) => name === keyName)
    ?.check?.(value);

describe('a key chosen by hand', () => {
  test.each(providers)('of $title may be what would have been generated, and never nothing', (provider) => {
    for (const key of provider.keys) {
      expect(key.check?.(key.generate(ids)), key.name).toBeNull();
      expect(key.check?.(''), key.name).toMatch(/^it must/);
    }
  });

  test.each([
    ['SecPaid', 'token', ['12345678', '!~#,"\\abc', 'x'.repeat(200)]],
    ['SecPaid', 'userId', ['3F0C9A52-7D1E-4B86-9C55-0A1B2C3D4E5F']],
    ['SecPaid', 'recipientToken', ['a', 'Shop-b_2']],
    ['SecPaid', 'encryptionKey', ['mockSecPaidKey-0123456789-ABCDEF', 'ü'.repeat(16), ' '.repeat(32)]],
    ['SecurePayAPI', 'publishableKey', ['sp_client_x', `sp_client_${'x'.repeat(190)}`]],
    ['SecurePayAPI', 'secretKey', ['sp_secret_x', 'sp_secret_!"#~']],
  ] as [string, string, string[]][])('%s %s is accepted', (title, keyName, values) => {
    for (const value of values) expect(faultOf(title, keyName, value), value).toBeNull();
  });

  test.each([
    ['SecPaid', 'token', ['1234567', 'x'.repeat(201), 'with a blank', 'umlaut-ü-x', 'line\nbreak', '12345678\n', 'null\0null']],
    [
      'SecPaid',
      'userId',
      ['shop', '3f0c9a52-7d1e-4b86-9c55-0a1b2c3d4e5', '{3f0c9a52-7d1e-4b86-9c55-0a1b2c3d4e5f}', 'x'.repeat(36)],
    ],
    ['SecPaid', 'recipientToken', ['a b', 'a.b', 'ä', 'a\n', 'x'.repeat(201)]],
    [
      'SecPaid',
      'encryptionKey',
      [
        'x'.repeat(31),
        'x'.repeat(33),
        'ü'.repeat(32),
        `${'x'.repeat(31)}\n`,
        `${'x'.repeat(30)}\u0085`,
        `${'x'.repeat(29)}\ud800`,
      ],
    ],
    ['SecurePayAPI', 'publishableKey', ['sp_client_', 'sp_secret_x', 'x', 'sp_client_a b', `sp_client_${'x'.repeat(191)}`]],
    ['SecurePayAPI', 'secretKey', ['sp_secret_', 'sp_client_x', 'xsp_secret_x', 'sp_secret_ü', 'sp_secret_x\n', 'sp_secret_a,b']],
  ] as [string, string, string[]][])('%s %s is refused', (title, keyName, values) => {
    for (const value of values) expect(faultOf(title, keyName, value), JSON.stringify(value)).toMatch(/^it must/);
  });

  test('is not repeated by the reason', () => {
    for (const { name, check } of [...secpaid.keys, ...securepayapi.keys])
      expect(check?.('hush hush'), name).not.toContain('hush');
  });
});
