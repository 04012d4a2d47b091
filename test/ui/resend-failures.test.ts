import { describe, expect, test } from 'vitest';
import { findTargetProblem, placeFailure } from '../../ui/src/resend/place-failure.js';
import type { SentRecord } from '../../ui/src/resend/source.js';
import { makeAttemptFinished } from './make-record.js';

const draft = {
  endpoint: 'http://localhost:1/',
  headers: [
    { id: 7, name: 'A', value: '1' },
    { id: 5, name: 'B', value: '2' },
  ],
  body: '',
  signing: 'fresh' as const,
};

describe('what the harness refuses', () => {
  test.each([
    ['"endpoint": is no URL.', { field: 'endpoint' }],
    ['"key": goes with signing "other_key".', { field: 'key' }],
    ['"headers.1.0": is no header name.', { field: 'headers', rowId: 5, part: 'name' }],
    ['"headers.0.1": is no header value.', { field: 'headers', rowId: 7, part: 'value' }],
    ['"headers": too many.', { field: 'headers' }],
    ['"basedOn": is unknown.', { field: 'form' }],
    ['Something else.', { field: 'form' }],
  ])('is told at the field it names: %s', (message, place) => {
    const problem = placeFailure({ code: 'invalid_body', message, hint: 'Do this.' }, draft);
    expect(problem).toEqual({ ...place, message, hint: 'Do this.' });
  });

  test('is told at the form when it is about no field, and at the body when that is too large', () => {
    const failure = { message: '"key": is odd.', hint: null };
    expect(placeFailure({ ...failure, code: 'unknown_delivery' }, draft).field).toBe('form');
    expect(placeFailure({ ...failure, code: 'body_too_large' }, draft).field).toBe('body');
  });

  test('includes targets that are never called', () => {
    const blocked = makeAttemptFinished(1, '7', 1, { code: 'blocked_target', sentence: 'it is far away.' }) as SentRecord;
    expect(findTargetProblem(blocked)).toMatchObject({ field: 'endpoint', message: 'Not sent: it is far away.' });
    expect(findTargetProblem({ ...blocked, code: 'refused' })).toBeNull();
  });
});
