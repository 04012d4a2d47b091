import type { BadStep } from './bad-step.js';

/** What the customer or the staff would do. */
export const badActions: readonly BadStep[] = [
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
    'an action that the provider always refuses',
    '  - cancel:',
    [
      'impossible_action 8:5 "cancel" is always refused: SecurePayAPI has no cancellation. Leave the intent unpaid until it expires, or fail it with the card "decline"',
    ],
  ],
  [
    'its long form',
    '  - customer: { action: cancel }',
    [
      'impossible_action 8:25 "cancel" is always refused: SecurePayAPI has no cancellation. Leave the intent unpaid until it expires, or fail it with the card "decline"',
    ],
  ],
  [
    'an action without a result that it needs',
    '  - challenge:',
    ['missing_key 8:5 "result" is missing in challenge; expected pass, fail, abandon'],
  ],
];
