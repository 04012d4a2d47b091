import type { BadStep } from './bad-step.js';

/** What goes wrong on purpose, written wrong. */
export const badFaults: readonly BadStep[] = [
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
    'more copies than go out at the same moment',
    '  - fault: { fault: duplicate, copies: 16, isConcurrent: true }',
    [
      'invalid_value 8:40 fault.copies is 16; expected at most 15 where isConcurrent is set, so that all arrive at the same moment',
    ],
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
];
