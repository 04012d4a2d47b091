/** Steps that are refused; they begin at line 8 of their file. Each: what it is, the text, and every problem with its code, line and column. */
export const badSteps: readonly (readonly [title: string, text: string, problems: readonly string[]])[] = [
  [
    'an expectation that checks nothing',
    '  - expect: {}',
    [
      'nothing_checked 8:5 expect checks nothing; expected acknowledged, refused, acted, redirect, status, probe, order, records, nothing pending',
    ],
  ],
  [
    'a parameter of a creation that is misspelt',
    '  - create: { amuont: 5, anything: [1] }',
    ['unknown_key 8:15 SecurePayAPI does not know the parameter "amuont"; did you mean "amount"?'],
  ],
  [
    'a parameter that is misspelt where no app is named',
    '  - await payment: {}\n    otherwise: { externlid: A }',
    ['unknown_key 9:18 SecurePayAPI does not know the parameter "externlid"; did you mean "externalid"?'],
  ],
  [
    'a key that stands twice within a step',
    '  - call: { url: http://a/, url: http://b/ }',
    ['duplicate_key 8:29 the key "url" stands there twice'],
  ],
  [
    'a key that programs trip over',
    '  - call: { url: http://a/, json: { __proto__: 1 } }',
    ['forbidden_key 8:37 the key "__proto__" is not possible here'],
  ],
  [
    'another key that programs trip over',
    '  - set: { constructor: 1 }',
    ['forbidden_key 8:12 the key "constructor" is not possible here'],
  ],
  [
    'an anchor',
    '  - call: { url: http://a/, json: &a [1] }',
    ['unsupported_yaml 8:35 anchors are not supported: "&a"; expected plain data'],
  ],
  [
    'an alias',
    '  - call: { url: http://a/, json: *a }',
    ['unsupported_yaml 8:35 aliases are not supported: "*a"; expected plain data'],
  ],
  [
    'a tag',
    '  - call: { url: http://a/, body: !!str 1 }',
    ['unsupported_yaml 8:35 tags are not supported: "!!str"; expected plain data'],
  ],
  [
    'a merge key',
    '  - call: { url: http://a/, <<: { body: a } }',
    ['unsupported_yaml 8:29 merge keys are not supported: "<<"; expected plain data'],
  ],
  [
    'a number that cannot be kept',
    '  - set: { a: 12345678901234567890 }',
    [
      'invalid_value 8:15 the number "12345678901234567890" cannot be kept exactly; expected a smaller number, or quotes around it',
    ],
  ],
  [
    'an infinite number',
    '  - set: { a: .inf }',
    ['invalid_value 8:15 the number ".inf" cannot be kept exactly; expected a smaller number, or quotes around it'],
  ],
  ...(
    [
      ['sleep: 5s', 'wait: 5s'],
      ['advance: 1d', 'clock: { advance: 1d }'],
      ['http: { url: "http://a/" }', 'call: { url: ... }'],
      ['close-tab: true', 'closeTab: true" beside "pay'],
      ['decline:', 'pay: { card: decline }'],
    ] as const
  ).map(
    ([step, meant]) =>
      [
        `a step that is called ${step} elsewhere`,
        `  - ${step}`,
        [
          `unknown_step 8:5 unknown step "${step.split(':')[0]}"; expected <steps>, pay, challenge, cancel, expire, step, skip, continue, time-out; did you mean "${meant}"?`,
        ],
      ] as const,
  ),
  [
    'a refund where there are none',
    '  - refund: { amount: 10 }',
    ['unknown_step 8:5 SecurePayAPI has no refunds; expected a payment of SecPaid'],
  ],
  [
    'a dispute where there are none',
    '  - dispute:',
    ['unknown_step 8:5 SecurePayAPI has no disputes; expected a payment of SecPaid'],
  ],
  [
    'an unknown step',
    '  - crate: {}',
    [
      'unknown_step 8:5 unknown step "crate"; expected <steps>, pay, challenge, cancel, expire, step, skip, continue, time-out; did you mean "create"?',
    ],
  ],
  ['a step that is a text', '  - open', ['wrong_type 8:5 the step is "open"; expected a map such as "create: {}"']],
  [
    'a step without a key that says what it does',
    '  - name: x',
    [
      'unknown_step 8:5 the step has no key that says what it does; expected <steps>, pay, challenge, cancel, expire, step, skip, continue, time-out',
    ],
  ],
  [
    'two steps in one',
    '  - open:\n    pay:',
    ['several_steps 9:5 "open" and "pay" are two steps; expected one in each item of the list: begin a new one with "- "'],
  ],
  [
    'a step of another provider',
    '  - approve-refund:',
    [
      'unknown_step 8:5 unknown step "approve-refund" for a payment of SecurePayAPI: it is one of SecPaid; expected <steps>, pay, challenge, cancel, expire, step, skip, continue, time-out',
    ],
  ],
  [
    'a key beside a step that it does not take',
    '  - release: all\n    payment: first',
    ['unknown_key 9:5 unknown key "payment" in a step with "release"; expected release, name'],
  ],
  [
    'a misspelt key beside a step',
    '  - open:\n    paiment: first',
    [
      'unknown_key 9:5 unknown key "paiment" in a step with "open"; expected open, name, payment, closeTab; did you mean "payment"?',
    ],
  ],
  [
    'a payment that nobody named',
    '  - open:\n    payment: frist',
    ['unknown_payment 9:14 no earlier step names a payment "frist"; expected first; did you mean "first"?'],
  ],
  ['a name that is taken', '  - create: {}\n    as: first', ['name_taken 9:9 the name "first" is taken; expected another name']],
  [
    'a name with a blank',
    '  - create: {}\n    as: the second',
    [
      'invalid_value 9:9 as is "the second"; expected a name of letters, digits, "_" and "-" that begins with a letter (40 at most)',
    ],
  ],
  ['a name that is always there', '  - set: { run: 1 }', ['name_taken 8:12 the name "run" is taken; expected another name']],
  [
    'a refused call with a name',
    '  - create: {}\n    refused: true\n    as: second',
    ['unknown_key 10:5 a call that must be refused makes no payment; expected no "as" beside "refused"'],
  ],
  [
    'a refusal with a status that is none',
    '  - create: {}\n    refused: { status: 99 }',
    ['invalid_value 9:24 refused.status is 99; expected a whole number from 100 to 599'],
  ],
  ['a creation that is no map', '  - create: 20', ['wrong_type 8:13 create is 20; expected a map of keys and values']],
  [
    'a payment to be awaited by an unknown field',
    '  - await payment: { referenz: A-1 }',
    [
      'unknown_key 8:22 unknown key "referenz" in await payment; expected reference, amountMinor, currency, within, as; did you mean "reference"?',
    ],
  ],
  [
    'a name both in and beside a step',
    '  - await payment: { as: a }\n    as: b',
    ['duplicate_key 9:5 "as" stands both in and beside "await payment"; expected one of them'],
  ],
  [
    'an unknown fault',
    '  - fault: duplicat',
    ['unknown_fault 8:12 unknown fault "duplicat"; expected <faults>; did you mean "duplicate"?'],
  ],
  ['a fault without a name', '  - fault: { copies: 1 }', ['missing_key 8:5 "fault" is missing in fault; expected <faults>']],
  [
    'an unknown parameter of a fault',
    '  - fault: { fault: duplicate, copys: 2 }',
    [
      'unknown_key 8:32 unknown key "copys" in fault; expected fault, copies, isConcurrent, when, times, forMs, seed; did you mean "copies"?',
    ],
  ],
  [
    'a parameter of a fault that is out of range',
    '  - fault: { fault: duplicate, copies: 0 }',
    ['invalid_value 8:40 fault.copies is 0; expected at least 1'],
  ],
  [
    'a fault of a status that no event has',
    '  - fault: { fault: dropped, when: { status: SUCCEDED } }',
    [
      'unknown_status 8:46 no event of SecurePayAPI announces "SUCCEDED"; expected INIT, AUTH3DSCHALLENGE, AUTH3DSCHALLENGEFORM, AUTH3DSRESULT, PAYING, SUCCEEDED, FAILED, EXPIRED; did you mean "SUCCEEDED"?',
    ],
  ],
  [
    'a fault of a provider that nobody knows',
    '  - fault: { fault: dropped, when: { provider: secpayd } }',
    ['unknown_provider 8:48 unknown provider "secpayd"; expected secpaid, securepayapi; did you mean "secpaid"?'],
  ],
  [
    'a fault that the provider cannot have',
    '  - fault: { fault: wrong-secret, when: { provider: secpaid } }',
    ['impossible_fault 8:53 SecPaid cannot have the fault "wrong-secret"; expected a provider that signs'],
  ],
  [
    'a fault that the provider of the file cannot have',
    '  - fault: redirect-first',
    [
      'impossible_fault 8:12 SecurePayAPI cannot have the fault "redirect-first"; expected a provider that sends the browser back',
    ],
  ],
  [
    'a fault of a call that the provider does not have',
    '  - fault: { fault: api-error, when: { route: payment-intent } }',
    [
      'unknown_route 8:47 SecurePayAPI has no API call "payment-intent"; expected payment-intents; did you mean "payment-intents"?',
    ],
  ],
  [
    'a fault that has another name',
    '  - fault: double',
    ['unknown_fault 8:12 unknown fault "double"; expected <faults>; did you mean "duplicate"?'],
  ],
  [
    'a fault of a payment that nobody named',
    '  - fault: { fault: dropped, when: { payment: frist } }',
    ['unknown_payment 8:47 no earlier step names a payment "frist"; expected first; did you mean "first"?'],
  ],
  [
    'a fault of one payment that is about calls',
    '  - fault: api-error\n    payment: first',
    ['unknown_key 8:12 unknown key "payment" in fault.when; expected provider, route'],
  ],
  [
    'an unknown card',
    '  - pay: { card: chalenge }',
    [
      'unknown_value 8:18 unknown pay.card "chalenge"; expected frictionless, challenge, auth-fail, decline, abandon, challenge-decline, insufficient-funds; did you mean "challenge"?',
    ],
  ],
  [
    'two mistakes in one action',
    '  - pay: { card: chalenge, metod: card }',
    [
      'unknown_value 8:18 unknown pay.card "chalenge"; expected frictionless, challenge, auth-fail, decline, abandon, challenge-decline, insufficient-funds; did you mean "challenge"?',
      'unknown_key 8:28 unknown key "metod" in pay; expected method, card; did you mean "method"?',
    ],
  ],
  ['an unknown result', '  - challenge: ok', ['unknown_value 8:16 unknown challenge.result "ok"; expected pass, fail, abandon']],
  [
    'an action that needs more than a plain value',
    '  - pay: challenge',
    ['wrong_type 8:10 pay is "challenge"; expected a map with method, card'],
  ],
  [
    'an action with a key that it does not take',
    '  - expire: { now: true }',
    ['unknown_key 8:15 unknown key "now" in expire; expected none'],
  ],
  [
    'a key that stands in the step and not beside it',
    '  - pay: { closeTab: true }',
    ['unknown_key 8:12 unknown key "closeTab" in pay; expected it beside "pay", not in it'],
  ],
  [
    'an unknown action of the staff',
    '  - staff: { action: hld }',
    [
      'unknown_action 8:22 the staff of SecurePayAPI cannot "hld"; expected expire, hold, step, skip, continue, time-out; did you mean "hold"?',
    ],
  ],
  [
    'a long form without an action',
    '  - staff: {}',
    ['missing_key 8:5 "action" is missing in staff; expected expire, hold, step, skip, continue, time-out'],
  ],
  [
    'an action that a customer does not have',
    '  - customer: { action: expire }',
    ['unknown_action 8:25 a customer of SecurePayAPI cannot "expire"; expected pay, challenge, cancel'],
  ],
  [
    'an action without a result that it needs',
    '  - challenge:',
    ['missing_key 8:5 "result" is missing in challenge; expected pass, fail, abandon'],
  ],
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
  ['a call without an address', '  - call: { method: POST }', ['missing_key 8:5 "url" is missing in call; expected a text']],
  [
    'a call of an address that is none',
    '  - call: { url: localhost:3000 }',
    ['invalid_value 8:18 call.url is "localhost:3000"; expected an absolute address that begins with http:// or https://'],
  ],
  [
    'a call with two bodies',
    '  - call: { url: http://a/, json: 1, body: a }',
    ['several_steps 8:38 call has both "json" and "body"; expected one of them'],
  ],
  [
    'a call that expects nothing',
    '  - call: { url: http://a/, expect: {} }',
    ['invalid_value 8:37 call.expect is {}; expected at least one of status, json, text'],
  ],
  [
    'a call that expects a status that is none',
    '  - call: { url: http://a/, expect: { status: ok } }',
    ['wrong_type 8:47 call.expect.status is "ok"; expected a whole number from 100 to 599'],
  ],
  [
    'a path that is none',
    '  - call: { url: http://a/, capture: { a: id } }',
    [
      'invalid_path 8:43 call.capture.a: "id" is no path: it goes wrong at character 1; expected $ for the whole, then .name, [0] or [\'a name\']',
    ],
  ],
  [
    'an expected path that is none',
    '  - call: { url: http://a/, expect: { json: { "$.a[": 1 } } }',
    [
      'invalid_path 8:47 "$.a[" is no path: it goes wrong at character 4; expected $ for the whole, then .name, [0] or [\'a name\']',
    ],
  ],
  [
    'a repeat without a number',
    '  - repeat: { steps: [ { open: } ] }',
    ['missing_key 8:5 "times" is missing in repeat; expected a whole number from 1 to 2000'],
  ],
  [
    'a repeat of no steps',
    '  - repeat: { times: 2, steps: [] }',
    ['empty_steps 8:25 repeat.steps has no step; expected at least one'],
  ],
  [
    'a repeat of no times',
    '  - repeat: { times: 0, steps: [ { open: } ] }',
    ['invalid_value 8:22 repeat.times is 0; expected a whole number from 1 to 2000'],
  ],
  [
    'more steps than a run may take',
    '  - repeat: { times: 50, steps: [ { repeat: { times: 50, steps: [ { open: } ] } } ] }',
    ['too_many_steps 5:1 a run takes 2553 steps; expected at most 2000, repeats counted out'],
  ],
  [
    'blocks that are too deep',
    '  - repeat: { times: 1, steps: [ { repeat: { times: 1, steps: [ { repeat: { times: 1, steps: [ { repeat: { times: 1, steps: [ { repeat: { times: 1, steps: [ { repeat: { times: 1, steps: [ { open: } ] } } ] } } ] } } ] } } ] } } ] }',
    ['nested_too_deep 8:160 "repeat" and "parallel" stand more than 5 deep within each other; expected at most 5'],
  ],
  [
    'a single branch',
    '  - parallel: [ [ { open: } ] ]',
    ['invalid_value 8:15 parallel is [[{"open":null}]]; expected at least two lists of steps'],
  ],
  [
    'a branch that uses what another names',
    '  - parallel: [ [ { create: {}, as: a } ], [ { open: , payment: a } ] ]',
    ['unknown_payment 8:65 no earlier step names a payment "a"; expected first'],
  ],
  [
    'two branches that use one name',
    '  - parallel: [ [ { create: {}, as: a } ], [ { create: {}, as: a } ] ]',
    ['name_taken 8:64 the name "a" is taken; expected another name'],
  ],
  [
    'a reference to nothing',
    '  - call: { url: "http://a/${ordr}" }',
    ['unknown_variable 8:28 nothing defines ${ordr}; expected first, run, env, lane, payment'],
  ],
  [
    'a reference to what comes later',
    '  - call: { url: "http://a/${later}" }\n  - set: { later: 1 }',
    ['unknown_variable 8:28 nothing defines ${later}; expected first, run, env, lane, payment; did you mean "lane"?'],
  ],
  [
    'a reference to an unknown field of a payment',
    '  - call: { url: "http://a/${first.ide}" }',
    [
      'unknown_variable 8:28 ${first.ide} names no part of first; expected first.id, first.provider, first.accountId, first.lane, first.amount, first.amountMinor, first.currency, first.reference, first.status, first.outcome, first.checkoutUrl, first.createdAt, first.updatedAt, first.details, first.history, first.next, first.timers, first.redirects, first.events; did you mean "id"?',
    ],
  ],
  [
    'a reference to a payment as a whole',
    '  - call: { url: "http://a/${first}" }',
    [
      'unknown_variable 8:28 ${first} names no part of first; expected first.id, first.provider, first.accountId, first.lane, first.amount, first.amountMinor, first.currency, first.reference, first.status, first.outcome, first.checkoutUrl, first.createdAt, first.updatedAt, first.details, first.history, first.next, first.timers, first.redirects, first.events',
    ],
  ],
  [
    'a reference to an unknown part of the run',
    '  - call: { url: "http://a/${run.number}" }',
    ['unknown_variable 8:28 ${run.number} names no part of run; expected run.id, run.seed'],
  ],
  [
    'a reference that is not closed',
    '  - call: { url: "http://a/${first.id" }',
    [
      'invalid_reference 8:28 "${first.id" is no reference: its "}" is missing; expected ${name} or ${name.field}; $${ is a plain ${',
    ],
  ],
  [
    'a reference that is none',
    '  - call: { url: "http://a/${1 + 1}" }',
    ['invalid_reference 8:28 "${1 + 1}" is no reference; expected ${name} or ${name.field}; $${ is a plain ${'],
  ],
  [
    'an unknown expectation',
    '  - expect: { acknowleged: true }',
    [
      'unknown_key 8:15 unknown key "acknowleged" in expect; expected acknowledged, refused, acted, redirect, status, probe, order, records, nothing pending, within; did you mean "acknowledged"?',
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
