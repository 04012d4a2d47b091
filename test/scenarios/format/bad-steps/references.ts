import type { BadStep } from './bad-step.js';

/** References to what is not there. */
export const badReferences: readonly BadStep[] = [
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
];
