import type { Account } from '../../../domain/account.js';
import type { ExamCallback, ExamPayment } from '../../provider.js';
import { buildRedirect, type RedirectStatus } from '../redirect.js';
import { settingsOf } from '../settings.js';

/** Redirects carry no signature: whoever knows a payment's id can type every one of these. */
export const callback: ExamCallback = {
  setting: 'callbackUrls',
  success: (url, payment, account) => build(url, payment, account, 'success'),
  cancel: (url, payment, account) => build(url, payment, account, 'cancel'),
  forgeries(url, payment, account) {
    const plain = build(url, payment, account, 'success');
    return [
      { name: 'a typed return that says success', url: plain },
      {
        name: 'the same with &amp; between the parameters',
        url: build(url, payment, account, 'success', { redirectHtmlEscaped: true }),
      },
      { name: 'the same with a capital letter: status=Success', url: plain.replace(/status=success/, 'status=Success') },
    ];
  },
};

function build(
  callbackUrl: string,
  { id }: ExamPayment,
  account: Account,
  status: RedirectStatus,
  odd: { redirectHtmlEscaped?: boolean } = {},
): string {
  const settings = { ...settingsOf(account), redirectHtmlEscaped: false, redirectDiagramForm: false, ...odd };
  return buildRedirect(callbackUrl, { payId: id, userId: account.keys.userId ?? '' }, status, settings);
}
