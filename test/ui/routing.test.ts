import { describe, expect, test } from 'vitest';
import { namePlace } from '../../ui/src/routing/name-place.js';
import { formatPlace, keepOwnParameters, type Place, parsePlace } from '../../ui/src/routing/place.js';

const places: Place[] = [
  { view: 'live' },
  { view: 'payments' },
  { view: 'payment', paymentId: 'pi_1 &?#=ü' },
  { view: 'exchange', seq: 12, compareWith: null },
  { view: 'exchange', seq: 12, compareWith: 7 },
  { view: 'resend', seq: 12 },
  { view: 'accounts' },
  { view: 'create' },
  { view: 'checks', runId: null, check: null },
  { view: 'checks', runId: 'chk_1 &?#=ü', check: 'SIG-1' },
];

describe('the address of a view', () => {
  test.each(places)('brings back %o', (place) => {
    expect(parsePlace(formatPlace(place))).toEqual(place);
  });

  test('has a name of its own, in which nothing is unseen', () => {
    const names = places.map(namePlace);
    expect(new Set(names).size).toBe(places.length);
    for (const name of names) expect(name).toMatch(/ · Paystage$/);
    expect(namePlace({ view: 'payment', paymentId: 'a\u202eb' })).toBe('Payment a⟨U+202E⟩b · Paystage');
  });

  test.each(['', '?view=nothing', '?record=0', '?record=x', '?record=-1', '?view=resend', '?payment=', '?q=a'])(
    'that says nothing valid (%s) is the live view',
    (search) => {
      expect(parsePlace(search)).toEqual({ view: 'live' });
    },
  );

  test('leaves alone what belongs to a view', () => {
    expect(keepOwnParameters('?q=a+b&payment=1&view=create&record=2&with=3&run=4&check=5&all=1').toString()).toBe('q=a+b&all=1');
  });
});
