/** Steps that are accepted, and what they are read as. */
export const goodSteps: readonly (readonly [step: string, read: object, provider?: string])[] = [
  [
    'create: { externalid: A-1, anything: [1] }',
    {
      type: 'create',
      provider: 'securepayapi',
      fields: { externalid: 'A-1', anything: [1] },
      as: 'payment 1',
      capture: {},
      refused: null,
    },
  ],
  [
    'create: {}\n    provider: secpaid\n    as: two\n    capture: { id: $.data.id }',
    { type: 'create', provider: 'secpaid', fields: {}, as: 'two', capture: { id: '$.data.id' }, refused: null },
  ],
  [
    'create: { amuont: -1 }\n    refused: { status: 400 }',
    { type: 'create', provider: 'securepayapi', fields: { amuont: -1 }, as: '', capture: {}, refused: { status: 400 } },
  ],
  [
    'create: { amount: -1 }\n    refused: true',
    { type: 'create', provider: 'securepayapi', fields: { amount: -1 }, as: '', capture: {}, refused: { status: null } },
  ],
  [
    'await payment:',
    { type: 'await_payment', provider: 'securepayapi', match: {}, withinMs: 5000, as: 'payment 1', otherwise: null },
  ],
  [
    'await payment: { reference: A-1, amountMinor: 20, within: 30s, as: two }',
    {
      type: 'await_payment',
      provider: 'securepayapi',
      match: { reference: 'A-1', amountMinor: 20 },
      withinMs: 30_000,
      as: 'two',
      otherwise: null,
    },
  ],
  ['fault: duplicate', { type: 'fault', spec: { fault: 'duplicate' }, payment: null, isOptional: false }],
  [
    'fault: { fault: delayed, byMs: 5s, times: 2, when: { payment: first, status: SUCCEEDED } }',
    {
      type: 'fault',
      spec: { fault: 'delayed', byMs: 5000, times: 2, when: { status: 'SUCCEEDED' } },
      payment: 'first',
      isOptional: false,
    },
  ],
  ['open:', { type: 'open', payment: 'first', closeTab: false }],
  ['open: {}\n    closeTab: true', { type: 'open', payment: 'first', closeTab: true }],
  [
    'pay:',
    {
      type: 'customer',
      payment: 'first',
      provider: 'securepayapi',
      action: { action: 'pay', method: 'card', card: 'frictionless' },
      closeTab: false,
    },
  ],
  [
    'pay: { card: challenge }\n    closeTab: true',
    {
      type: 'customer',
      payment: 'first',
      provider: 'securepayapi',
      action: { action: 'pay', method: 'card', card: 'challenge' },
      closeTab: true,
    },
  ],
  [
    'pay: { card: "${first.reference}" }',
    {
      type: 'customer',
      payment: 'first',
      provider: 'securepayapi',
      action: { action: 'pay', card: '${first.reference}' },
      closeTab: false,
    },
  ],
  [
    'challenge: pass',
    {
      type: 'customer',
      payment: 'first',
      provider: 'securepayapi',
      action: { action: 'challenge', result: 'pass' },
      closeTab: false,
    },
  ],
  [
    'customer: { action: challenge, result: fail }',
    {
      type: 'customer',
      payment: 'first',
      provider: 'securepayapi',
      action: { action: 'challenge', result: 'fail' },
      closeTab: false,
    },
  ],
  [
    'staff: { action: hold }',
    { type: 'staff', payment: 'first', provider: 'securepayapi', action: { action: 'hold' }, closeTab: false },
  ],
  ['expire:', { type: 'staff', payment: 'first', provider: 'securepayapi', action: { action: 'expire' }, closeTab: false }],
  [
    'settle: failed',
    { type: 'staff', payment: 'first', provider: 'secpaid', action: { action: 'settle', result: 'failed' }, closeTab: false },
    'secpaid',
  ],
  [
    'customer: { action: settle }',
    { type: 'customer', payment: 'first', provider: 'secpaid', action: { action: 'settle', result: 'success' }, closeTab: false },
    'secpaid',
  ],
  [
    'close-dispute: lost',
    {
      type: 'staff',
      payment: 'first',
      provider: 'secpaid',
      action: { action: 'close-dispute', result: 'lost' },
      closeTab: false,
    },
    'secpaid',
  ],
  ['wait: 200ms', { type: 'wait', until: { type: 'time', ms: 200 }, withinMs: 5000 }],
  ['wait: { ms: 20 }', { type: 'wait', until: { type: 'time', ms: 20 }, withinMs: 5000 }],
  [
    'wait: { status: SUCCEEDED, within: 2s }',
    { type: 'wait', until: { type: 'status', payment: 'first', status: 'SUCCEEDED' }, withinMs: 2000 },
  ],
  [
    'wait: { status: succeeded }',
    { type: 'wait', until: { type: 'status', payment: 'first', status: 'succeeded' }, withinMs: 5000 },
  ],
  [
    'wait: { acknowledged: PAYING }',
    { type: 'wait', until: { type: 'acknowledged', payment: 'first', wish: { event: 'PAYING' } }, withinMs: 5000 },
  ],
  ['wait: { acknowledged: true }', { type: 'wait', until: { type: 'acknowledged', payment: 'first', wish: {} }, withinMs: 5000 }],
  [
    'wait: { record: { type: attempt.finished } }',
    { type: 'wait', until: { type: 'record', payment: null, pattern: { type: 'attempt.finished' } }, withinMs: 5000 },
  ],
  ['wait: { redirect: true }', { type: 'wait', until: { type: 'redirect', payment: 'first' }, withinMs: 5000 }],
  ['wait: { idle: true }', { type: 'wait', until: { type: 'idle' }, withinMs: 5000 }],
  ['refund:', { type: 'refund', payment: 'first', provider: 'secpaid', amount: null }, 'secpaid'],
  ['refund: { amount: 10.5 }', { type: 'refund', payment: 'first', provider: 'secpaid', amount: 10.5 }, 'secpaid'],
  [
    'dispute:',
    { type: 'staff', payment: 'first', provider: 'secpaid', action: { action: 'open-dispute' }, closeTab: false },
    'secpaid',
  ],
  ['clock: { advance: 1d }', { type: 'clock', change: { type: 'advance', ms: 86_400_000 }, withinMs: 30_000 }],
  ['clock: { jump: next-timer }', { type: 'clock', change: { type: 'jump', to: 'next-timer' }, withinMs: 30_000 }],
  [
    'clock: { to: "2030-01-01T01:00:00+01:00" }',
    { type: 'clock', change: { type: 'move', to: '2030-01-01T00:00:00.000Z' }, withinMs: 30_000 },
  ],
  ['clock: { freeze: true }', { type: 'clock', change: { type: 'speed', speed: 0 }, withinMs: 30_000 }],
  ['clock: { advance: 1d, within: 1m }', { type: 'clock', change: { type: 'advance', ms: 86_400_000 }, withinMs: 60_000 }],
  ['clock: { speed: 10 }', { type: 'clock', change: { type: 'speed', speed: 10 }, withinMs: 30_000 }],
  ['hold: { webhook: 1 }', { type: 'hold', webhooks: 1, redirects: 0, payment: null }],
  ['hold: { redirect: all }\n    payment: first', { type: 'hold', webhooks: 0, redirects: null, payment: 'first' }],
  ['release: webhook', { type: 'release', what: 'webhook' }],
  [
    'call: { url: "http://localhost:1/" }',
    {
      type: 'call',
      method: 'GET',
      url: 'http://localhost:1/',
      headers: {},
      body: null,
      expect: null,
      capture: {},
      withinMs: 10_000,
    },
  ],
  [
    'call: { method: put, url: "${env.SHOP}/x", json: { a: "${first.id}" }, headers: { x: y }, expect: { status: 200, json: { $.a: 1 }, text: ok }, capture: { t: $.t }, within: 1s }',
    {
      type: 'call',
      method: 'PUT',
      url: '${env.SHOP}/x',
      headers: { x: 'y' },
      body: { kind: 'json', value: { a: '${first.id}' } },
      expect: { status: 200, json: [{ path: '$.a', value: 1 }], text: 'ok' },
      capture: { t: '$.t' },
      withinMs: 1000,
    },
  ],
  [
    'call: { url: "http://localhost:1/", body: hello }',
    {
      type: 'call',
      method: 'POST',
      url: 'http://localhost:1/',
      headers: {},
      body: { kind: 'text', text: 'hello' },
      expect: null,
      capture: {},
      withinMs: 10_000,
    },
  ],
  [
    'set: { total: "${first.amount}", again: "${total}" }',
    {
      type: 'set',
      variables: [
        { name: 'total', value: '${first.amount}' },
        { name: 'again', value: '${total}' },
      ],
    },
  ],
];

/** The same of expectations. */
export const goodExpectations: readonly (readonly [text: string, read: object])[] = [
  ['acknowledged: true', { type: 'acknowledged', payment: 'first', wish: {} }],
  ['acknowledged: SUCCEEDED', { type: 'acknowledged', payment: 'first', wish: { event: 'SUCCEEDED' } }],
  [
    'acknowledged: { event: SUCCEEDED, attempts: 3, within: 10s }',
    { type: 'acknowledged', payment: 'first', wish: { event: 'SUCCEEDED', attempts: 3, withinMs: 10_000 } },
  ],
  ['refused: true', { type: 'refused', payment: 'first', wish: {} }],
  [
    'refused: { fault: wrong-secret, status: 401 }',
    { type: 'refused', payment: 'first', wish: { fault: 'wrong-secret', status: 401 } },
  ],
  ['acted: 0', { type: 'acted', times: 0 }],
  ['redirect: true', { type: 'redirect', payment: 'first', wish: {} }],
  [
    'redirect: { status: 200, url: /thanks, text: Paid }',
    { type: 'redirect', payment: 'first', wish: { status: 200, url: '/thanks', text: 'Paid' } },
  ],
  ['status: FAILED', { type: 'status', payment: 'first', status: 'FAILED' }],
  [
    'probe: { "$.state": paid, "$.items[0]": null }',
    {
      type: 'probe',
      checks: [
        { path: '$.state', value: 'paid' },
        { path: '$.items[0]', value: null },
      ],
    },
  ],
  [
    'order: [ { type: attempt.finished }, { type: redirect.issued } ]',
    { type: 'order', payment: null, patterns: [{ type: 'attempt.finished' }, { type: 'redirect.issued' }] },
  ],
  [
    'records: { match: { type: attempt.finished, response.status: 204 }, count: 2 }',
    { type: 'records', payment: null, pattern: { type: 'attempt.finished', 'response.status': 204 }, count: 2 },
  ],
  [
    'records: [ { match: { type: attempt.finished } } ]',
    { type: 'records', payment: null, pattern: { type: 'attempt.finished' }, count: null },
  ],
  ['nothing pending: true', { type: 'nothing_pending' }],
];
