import type { BadStep } from './bad-step.js';

/** Calls of the app and the paths into their answers. */
export const badCalls: readonly BadStep[] = [
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
];
