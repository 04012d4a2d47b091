import { isObject, type ProviderWords } from './vocabulary.js';

/** What other tools call a step, as it is written here. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  sleep: 'wait: 5s',
  pause: 'wait: 5s',
  delay: 'wait: 5s',
  advance: 'clock: { advance: 1d }',
  tick: 'clock: { advance: 1d }',
  jump: 'clock: { jump: next-attempt }',
  freeze: 'clock: { freeze: true }',
  http: 'call: { url: ... }',
  request: 'call: { url: ... }',
  fetch: 'call: { url: ... }',
  get: 'call: { url: ... }',
  post: 'call: { method: POST, url: ... }',
  assert: 'expect',
  check: 'expect',
  verify: 'expect',
  loop: 'repeat: { times: 3, steps: [...] }',
  'wait-for': 'wait',
  'close-tab': 'closeTab: true" beside "pay',
  closetab: 'closeTab: true" beside "pay',
  'close tab': 'closeTab: true" beside "pay',
};

/** How a step is written that somebody calls by another name; a value of an action, such as a card, stands for that action. */
export function guessStep(wrong: string, words: ProviderWords | null): string | undefined {
  const folded = wrong.toLowerCase().replaceAll('_', '-');
  if (Object.hasOwn(OTHER_WORDS, folded)) return OTHER_WORDS[folded];
  for (const { action, fields } of words ? [...words.customer.values(), ...words.staff.values()] : [])
    for (const { name, schema } of fields)
      if (isObject(schema) && Array.isArray(schema.enum) && schema.enum.includes(folded))
        return `${action}: { ${name}: ${folded} }`;
  return undefined;
}
