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

/** Sets the safe defaults. A provider's page may replace the policy, for instance to be framed by a shop. */
export const securityHeaders: Koa.Middleware = async (ctx, next) => {
  ctx.set('Content-Security-Policy', STRICT_POLICY);
  ctx.set('X-Content-Type-Options', 'nosniff');
  ctx.set('Cross-Origin-Resource-Policy', 'same-origin');
  // Not `no-referrer`: with it browsers send `Origin: null` on form posts, and the guard refuses that.
  ctx.set('Referrer-Policy', 'same-origin');
  ctx.set('Cache-Control', 'no-store');
  await next();
};
