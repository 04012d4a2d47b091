import type { BadStep } from './bad-step.js';

/** Waits, durations, clocks and holds. */
export const badWaiting: readonly BadStep[] = [
  [
    'a status that the payment cannot have',
    '  - wait: { status: SUCCEDED }',
    [
      'unknown_status 8:21 a payment of SecurePayAPI has no status "SUCCEDED"; expected requires_payment, INIT, AUTH3DSCHALLENGE, AUTH3DSCHALLENGEFORM, AUTH3DSRESULT, PAYING, SUCCEEDED, FAILED, EXPIRED, open, succeeded, failed, cancelled, expired, deleted; did you mean "SUCCEEDED"?',
    ],
  ],
  [
    'a wait for nothing',
    '  - wait: {}',
    ['missing_key 8:5 wait names nothing to wait for; expected one of status, acknowledged, record, redirect, idle, for'],
  ],
  [
    'a wait for two things',
    '  - wait: { idle: true, redirect: true }',
    [
      'several_steps 8:25 wait names several things: idle, redirect; expected one of status, acknowledged, record, redirect, idle, for',
    ],
  ],
  [
    'a limit of nothing',
    '  - wait: { idle: true, within: 0 }',
    ['invalid_duration 8:33 wait.within: a limit of 0; expected more than 0: nothing can happen within no time'],
  ],
  ['a negative duration', '  - wait: -5s', ['invalid_duration 8:11 wait: a negative duration; expected one from 0 up']],
  [
    'a negative number of ms',
    '  - wait: { for: -1 }',
    ['invalid_duration 8:18 wait.for: a negative duration; expected one from 0 up'],
  ],
  [
    'a duration that is none',
    '  - wait: { for: soon }',
    ['invalid_duration 8:18 wait.for is "soon"; expected a duration such as 200ms, 5s, 3m, 2h or 1d, or a number of ms'],
  ],
  [
    'a duration of years',
    '  - clock: { advance: 400d }',
    ['invalid_duration 8:23 clock.advance: a duration that is too long; expected at most 365d'],
  ],
  [
    'a real wait of days, which the clock is for',
    '  - wait: 30d',
    [
      'invalid_duration 8:11 wait: a real time that is too long; expected at most 1h; "clock: { advance: 2h }" moves the time of the lane',
    ],
  ],
  ...(
    [
      ['wait: { for: 2h }', '8:18 wait.for'],
      ['wait: { idle: true, within: 61m }', '8:33 wait.within'],
      ['await payment: { within: 2h }', '8:30 await payment.within'],
      ['clock: { advance: 1d, within: 2h }', '8:35 clock.within'],
      ['call: { url: "http://localhost:1", within: 30d }', '8:48 call.within'],
      ['expect: { status: FAILED, within: 2h }', '8:39 expect.within'],
      ['expect: { status: FAILED, settle: 2h }', '8:39 expect.settle'],
    ] as const
  ).map(
    ([step, at]): BadStep => [
      `more real time than a run has: ${step}`,
      `  - ${step}`,
      [
        `invalid_duration ${at}: a real time that is too long; expected at most 1h; "clock: { advance: 2h }" moves the time of the lane`,
      ],
    ],
  ),
  [
    'a limit for a wait that ends by itself',
    '  - wait: { for: 1s, within: 2s }',
    ['unknown_key 8:22 "within" has no effect beside "for" in wait; expected no "within" there'],
  ],
  [
    'a limit for a clock that is stopped',
    '  - clock: { freeze: true, within: 2s }',
    ['unknown_key 8:28 "within" has no effect beside "freeze" in clock; expected no "within" there'],
  ],
  [
    'a limit for a clock that gets another speed',
    '  - clock: { within: 2s, speed: 5 }',
    ['unknown_key 8:14 "within" has no effect beside "speed" in clock; expected no "within" there'],
  ],
  [
    'a wait for a record with a field that none of its type has',
    '  - wait: { record: { type: stage.reset, response.status: 204 } }',
    ['unknown_record_field 8:42 no such record has a field "response"; expected seq, at, lane, type'],
  ],
  [
    'records that must not be, with a misspelt field',
    '  - expect: { records: { match: { type: stage.reset, lnae: other }, count: 0 } }',
    ['unknown_record_field 8:54 no such record has a field "lnae"; expected seq, at, lane, type; did you mean "lane"?'],
  ],
  [
    'a wait for a record with an expression that is none',
    '  - wait: { record: { type: api.called, request.url: { matches: "(" } } }',
    ['invalid_expression 8:65 request.url: "(" is no regular expression: Unterminated group'],
  ],
  [
    'a wait for a record of an unknown type',
    '  - wait: { record: { type: attempt.finishd } }',
    [
      'unknown_record_type 8:29 there are no records of type "attempt.finishd"; expected <records>; did you mean "attempt.finished"?',
    ],
  ],
  [
    'a clock that does nothing',
    '  - clock: {}',
    ['missing_key 8:5 clock names no change; expected one of advance, jump, to, freeze, speed'],
  ],
  [
    'a clock that does two things',
    '  - clock: { advance: 1d, freeze: true }',
    ['several_steps 8:5 clock names several changes: advance, freeze; expected one of advance, jump, to, freeze, speed'],
  ],
  [
    'a jump to something unknown',
    '  - clock: { jump: next-atempt }',
    ['unknown_value 8:20 unknown clock.jump "next-atempt"; expected next-attempt, next-timer; did you mean "next-attempt"?'],
  ],
  [
    'a moment that is none',
    '  - clock: { to: tomorrow }',
    ['invalid_value 8:18 clock.to is "tomorrow"; expected a moment such as 2030-01-31T12:00:00Z'],
  ],
  ['a hold of nothing', '  - hold: {}', ['invalid_value 8:11 hold is {}; expected webhook, redirect, or both']],
  [
    'a hold of too many',
    '  - hold: { webhook: 1001 }',
    ['invalid_value 8:22 hold.webhook is 1001; expected a whole number from 0 to 1000'],
  ],
  [
    'a release of something unknown',
    '  - release: webhooks',
    ['unknown_value 8:14 unknown release "webhooks"; expected webhook, redirect, all; did you mean "webhook"?'],
  ],
];
