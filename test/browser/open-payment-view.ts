import type { Browser, Page } from 'playwright-core';
import type { Harness } from '../../server/index.js';
import { openLivePage } from '../ui/live-page.js';

export interface PaymentLook {
  width?: number;
  height?: number;
  colorScheme?: 'light' | 'dark';
}

/** Opens the view of one payment, with its parts. */
export async function openPaymentView(browser: Pick<Browser, 'newPage'>, { url }: Harness, id: string, look: PaymentLook = {}) {
  const path = `/?payment=${encodeURIComponent(id)}`;
  const live = await openLivePage(await browser.newPage(), url, { height: 900, ...look, path });
  return { ...live, ...findParts(live.page) };
}

export function findParts(page: Page) {
  const timeline = page.getByRole('region', { name: 'Timeline' });
  const states = page.getByRole('region', { name: 'States' });
  return {
    head: page.getByRole('region', { name: 'Payment', exact: true }),
    timeline,
    lines: timeline.locator('li[data-depth]'),
    actions: page.getByRole('region', { name: 'Actions' }),
    holds: page.getByRole('region', { name: 'Holds of this payment' }),
    state: (name: string) => states.getByRole('button', { name: new RegExp(`^${name} `) }),
  };
}
