import { describe, expect, test } from 'vitest';
import { readSecPaidNotice } from '../support/secpaid-notice.js';

const KEY = 'mockSecPaidKey-0123456789-ABCDEF';
const SUCCESS =
  'QKOtcVNzbiWif+JafNVhuCNmbTwdEpAP9IdQdVCNHHmZ6SZBXmHERovuVjfmNqNUIJ7d6Evm1ieQq9SwptYfU4DZHSuLxtVesFWOv3cCSLo/h8LwsOmLiejEOm23RZB3' +
  'CmhEsVPBh8M5bOdezxZTINhQDUVeBBO9LIZ2BJmC6Cm8hCMlW0S5jdJ83yZzQlfH+LTVxr/Im5XRYbpqickSpg==';
const CANCEL =
  'QKOtcVNzbiWif+JafNVhuCNmbTwdEpAP9IdQdVCNHHmZ6SZBXmHERovuVjfmNqNUIJ7d6Evm1ieQq9SwptYfU4DZHSuLxtVesFWOv3cCSLo/h8LwsOmLiejEOm23RZB3' +
  'CmhEsVPBh8M5bOdezxZTINhQDUVeBBO9LIZ2BJmC6Cm9lOr0S4jfNTcdkDehPXl6';

describe('the shops read SecPaid notices', () => {
  test('decrypts the known vectors', () => {
    expect(readSecPaidNotice({ data: SUCCESS }, KEY)).toEqual({ payId: '50001', status: 'success' });
    expect(readSecPaidNotice({ data: CANCEL }, KEY)).toEqual({ payId: '50001', status: 'cancel' });
  });

  test.each([
    ['encrypted without a key', { data: SUCCESS }],
    ['no object', 'data'],
    ['an empty status', { data: { pay_id: 1, status: '' } }],
    ['no id', { 'data[status]': 'success' }],
    ['lists for words', { data: { pay_id: [1], status: ['success'] } }],
  ])('reads nothing from %s', (_case, body) => {
    expect(readSecPaidNotice(body)).toBeUndefined();
  });
});
