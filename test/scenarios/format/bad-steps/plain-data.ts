import type { BadStep } from './bad-step.js';

/** What YAML allows and a scenario does not. */
export const badPlainData: readonly BadStep[] = [
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
];
