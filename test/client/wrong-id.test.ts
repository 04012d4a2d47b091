import { expect, test } from 'vitest';
import { connect } from '../../server/index.js';
import { findWrongId } from '../../server/reading/wrong-id.js';
import { createCallControl } from '../../ui/src/control/call-control.js';

/** Nobody listens there: whatever is sent ends with `no_stage`. */
const NOWHERE = 'http://127.0.0.1:1';

test.each([
  ['/held/./release', '.'],
  ['/held/../release', '..'],
  ['/held//release', ''],
  ['/payments/', ''],
  ['/payments/.?limit=1', '.'],
  ['/payments/%2e', '%2e'],
  ['/lanes/.%2E/reveal', '.%2E'],
])('the part of %s that a browser or Node takes for a step is found', (path, wrong) => {
  expect(findWrongId(path)).toBe(wrong);
});

test.each([
  '',
  '/held/release',
  '/payments/...',
  '/payments/.a',
  '/payments/%252e',
  '/payments?limit=1#/./',
  '/payments?a=b/../c',
])('nothing is wrong with "%s"', (path) => {
  expect(findWrongId(path)).toBeNull();
  if (path !== '') expect(new URL(`${NOWHERE}${path}`).pathname).toBe(path.split('?', 1)[0]);
});

test.each(['.', '..', ''])('the client and the page call nothing for the id "%s"', async (id) => {
  const wrong = { code: 'invalid_id', message: id === '' ? 'An id is missing: it is empty.' : `"${id}" cannot be an id.` };
  await expect(connect(NOWHERE).openLane(id)).rejects.toMatchObject(wrong);
  const result = await createCallControl({})('POST', `/held/${encodeURIComponent(id)}/release`);
  expect(result).toMatchObject({ ok: false, failure: wrong });
});
