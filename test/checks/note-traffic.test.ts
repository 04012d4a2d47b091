import { expect, test } from 'vitest';
import type { Sent } from '../../server/checks/exam/sent.js';
import { noteTraffic } from '../../server/checks/run/note-traffic.js';

const fine: Sent = {
  ...{
    name: 'a valid event',
    seq: 7,
    code: 'acknowledged',
    status: 204,
    latencyMs: 3,
    oursMs: 0,
    startedAtMs: 0,
    reply: '',
    replyHeaders: [],
  },
  ...{ isAcknowledged: true, isTaken: true, isGenuine: true, isRefused: false, isCut: false },
};

test('nothing is noted of an endpoint that only answers', () => {
  expect(noteTraffic([fine, { ...fine, status: 401 }, { ...fine, status: null, code: 'reset', isCut: true }])).toEqual([]);
});

test.each<[string, Partial<Sent>, string]>([
  ['redirects', { status: 302 }, '1 of 2 answers are redirects'],
  ['sets cookies', { replyHeaders: [['Set-Cookie', 'sid=1']] }, '1 of 2 answers set cookies'],
  ['answers HTML', { replyHeaders: [['content-type', 'text/html; charset=utf-8']] }, '1 of 2 answers are HTML'],
  ['closes without an answer', { status: null, code: 'reset' }, '1 of 2 requests got no answer'],
  ['works before it answers', { latencyMs: 1_200 }, '1 of 2 answers took more than 1 s'],
])('that it %s is noted, with the request that shows it', (_what, odd, says) => {
  const [note, ...others] = noteTraffic([fine, { ...fine, seq: 9, ...odd }]);
  expect(note).toContain(says);
  expect(note).toMatch(/\(such as #9\)\.$/);
  expect(others).toEqual([]);
});
