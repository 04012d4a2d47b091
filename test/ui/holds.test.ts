import { describe, expect, test } from 'vitest';
import type { HoldsView } from '../../server/http/control/hold-replies.js';
import { describeBadge, describeHeld, describeHold, sortHeld } from '../../ui/src/views/holds/describe-holds.js';

const hold: HoldsView['holds'][number] = {
  id: 'hld_1',
  target: 'delivery',
  paymentId: null,
  countLeft: 1,
  setAt: '2025-11-21T03:05:10.000Z',
};
const held: HoldsView['held'][number] = {
  id: 'dlv_1',
  target: 'delivery',
  paymentId: '50001',
  event: 'Success',
  to: 'http://localhost:3000/hook',
  heldAt: '2025-11-21T03:05:10.000Z',
};

describe('the words of the hold badge', () => {
  test('count what is held and what will be, and say nothing when there is nothing', () => {
    expect(describeBadge({ holds: [], held: [] })).toBeNull();
    expect(describeBadge({ holds: [hold], held: [held, held] })).toBe('2 held · 1 hold');
    expect(describeBadge({ holds: [hold, hold], held: [] })).toBe('2 holds');
    expect(describeBadge({ holds: [], held: [held] })).toBe('1 held');
  });

  test('say what will be held and what is left of it', () => {
    expect(describeHold(hold)).toBe('The next webhook');
    expect(describeHold({ ...hold, countLeft: 3, paymentId: '50001' })).toBe('The next 3 webhooks of payment 50001');
    expect(describeHold({ ...hold, target: 'redirect', countLeft: null })).toBe('Every redirect');
  });

  test('name what waits, whoever waits longest first', () => {
    expect(describeHeld(held)).toBe('Webhook “Success”');
    expect(describeHeld({ ...held, event: null })).toBe('Webhook');
    const redirect = { ...held, target: 'redirect' as const, event: null, heldAt: '2025-11-21T03:05:09.000Z' };
    expect(describeHeld(redirect)).toBe('Redirect');
    expect(sortHeld([held, redirect])).toEqual([redirect, held]);
  });
});
