import type { SecPaidSettings } from './settings.js';

export type RedirectStatus = 'success' | 'cancel';

type RedirectSettings = Pick<SecPaidSettings, 'naiveQueryJoin' | 'redirectDiagramForm' | 'redirectHtmlEscaped'>;

/**
 * Where the browser goes after the payment: `{callback_url}?pay_id=<id>&user_id=<id>&status=success|cancel`
 * (docs.secpaid.com/how-to/callback-url). What the callback URL already has is kept: the query is continued and the fragment stays last.
 */
export function buildRedirect(
  callbackUrl: string,
  link: { payId: string; userId: string },
  status: RedirectStatus,
  settings: RedirectSettings,
): string {
  const fields = [
    `pay_id=${link.payId}`,
    ...(settings.redirectDiagramForm ? [] : [`user_id=${encodeURIComponent(link.userId)}`]),
    `status=${settings.redirectDiagramForm && status === 'success' ? 'Success' : status}`,
  ];
  const query = fields.join(settings.redirectHtmlEscaped ? '&amp;' : '&');
  const url = toAsciiUrl(callbackUrl);
  if (settings.naiveQueryJoin) return `${url}?${query}`;
  const hash = url.indexOf('#');
  const base = hash === -1 ? url : url.slice(0, hash);
  return `${base}${chooseJoint(base)}${query}${hash === -1 ? '' : url.slice(hash)}`;
}

/** Only the first `?` opens the query; a later one is a part of it. */
function chooseJoint(base: string): '?' | '&' | '' {
  const mark = base.indexOf('?');
  if (mark === -1) return '?';
  return mark === base.length - 1 || base.endsWith('&') ? '' : '&';
}

/** A header takes ASCII only. A URL that has nothing else stays exactly as the merchant wrote it. */
function toAsciiUrl(url: string): string {
  return /^[\x21-\x7e]+$/.test(url) ? url : new URL(url).href;
}
