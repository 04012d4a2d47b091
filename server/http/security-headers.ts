import type Koa from 'koa';

/** For everything that does not say otherwise: the page and the providers' pages load only what the harness serves, and nobody frames them. */
const STRICT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** What every answer says, whoever writes it. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': STRICT_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // Not `no-referrer`: with it browsers send `Origin: null` on form posts, and the guard refuses that.
  'Referrer-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

/** Sets the safe defaults. A provider's page may replace the policy, for instance to be framed by a shop. */
export const securityHeaders: Koa.Middleware = async (ctx, next) => {
  ctx.set(SECURITY_HEADERS);
  await next();
};
