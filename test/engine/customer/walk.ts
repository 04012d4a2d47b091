import { Browser, type Visit } from '../../../server/engine/customer/browser.js';
import { createJar, type Jar } from '../../../server/engine/customer/cookie-jars.js';
import type { BrowserRequest } from '../../../server/engine/customer/next-hop.js';
import type { VisitLimits } from '../../../server/engine/customer/visit-limits.js';
import { createTransport } from '../../../server/transport/transport.js';

interface WalkOptions {
  jar?: Jar;
  limits?: Partial<VisitLimits>;
  closesTab?: boolean;
  isCheckout?(url: string): boolean;
}

/** Sends a browser with a real transport on its way. A single URL is opened. */
export async function walk(plan: string | readonly BrowserRequest[], options: WalkOptions = {}): Promise<Visit> {
  const transport = createTransport();
  const browser = new Browser({
    transport,
    jar: options.jar ?? createJar(),
    pool: 'test',
    limits: { hopMs: 30_000, checkoutMs: 30_000, totalMs: 60_000, ...options.limits },
    isCheckout: options.isCheckout ?? (() => false),
    explainSilence: (withinMs) => `it is held for more than ${withinMs} ms`,
  });
  try {
    return await browser.visit(typeof plan === 'string' ? [{ method: 'GET', url: plan }] : plan, options.closesTab);
  } finally {
    await transport.close();
  }
}
