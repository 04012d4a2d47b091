import type { BadStep } from './bad-step.js';

/** Expectations that could not be met or not be missed. */
export const badExpectations: readonly BadStep[] = [
  [
    'an expectation that checks nothing',
    '  - expect: {}',
    [
      'nothing_checked 8:5 expect checks nothing; expected acknowledged, refused, acted, redirect, status, probe, order, records, nothing pending',
    ],
  ],
  [
    'an unknown expectation',
    '  - expect: { acknowleged: true }',
    [
      'unknown_key 8:15 unknown key "acknowleged" in expect; expected acknowledged, refused, acted, redirect, status, probe, order, records, nothing pending, within, settle; did you mean "acknowledged"?',
    ],
  ],
  [
    'an event that nobody announces',
    '  - expect: { acknowledged: { event: SUCCESS } }',
    [
      'unknown_status 8:38 no event of SecurePayAPI announces "SUCCESS"; expected INIT, AUTH3DSCHALLENGE, AUTH3DSCHALLENGEFORM, AUTH3DSRESULT, PAYING, SUCCEEDED, FAILED, EXPIRED',
    ],
  ],
  [
    'an expected fault that is unknown',
    '  - expect: { refused: { fault: wrong-secrt } }',
    ['unknown_fault 8:33 unknown fault "wrong-secrt"; expected <faults>; did you mean "wrong-secret"?'],
  ],
  [
    'attempts that are no number',
    '  - expect: { acknowledged: { attempts: three } }',
    ['wrong_type 8:41 expect.acknowledged.attempts is "three"; expected a whole number from 1 to 1000'],
  ],
  [
    'an expectation that is no condition',
    '  - expect: { nothing pending: false }',
    ['invalid_value 8:32 expect.nothing pending is false; expected true'],
  ],
  [
    'records of an unknown type in an order',
    '  - expect: { order: [ { type: attempt.start } ] }',
    [
      'unknown_record_type 8:32 there are no records of type "attempt.start"; expected <records>; did you mean "attempt.started"?',
    ],
  ],
  [
    'a count of records below nothing',
    '  - expect: { records: { match: { type: payment.created }, count: -1 } }',
    ['invalid_value 8:67 expect.records.count is -1; expected a whole number from 0 to 100000'],
  ],
];
