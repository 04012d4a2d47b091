import type { BadStep } from './bad-step.js';

/** Steps that there are not, and keys and names that stand wrong in or beside them. */
export const badStepWords: readonly BadStep[] = [
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
];
