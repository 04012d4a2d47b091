import { expect, test } from 'vitest';
import { setVariables } from '../../server/cli/scenario-run/set-variables.js';
import { parse } from '../scenarios/format/parse.js';

const scenario = parse(
  'version: 1\nname: x\nprovider: secpaid\nvariables: { limit: 5, text: a }\nsteps:\n  - create: {}\n  - expect: { status: open }\n',
);
const set = (...given: string[]) => setVariables([scenario], given).flatMap(({ variables }) => variables);

test('a variable can be given any value, also null and one that says no', () => {
  expect(set('limit=null')).toEqual([
    { name: 'limit', value: null },
    { name: 'text', value: 'a' },
  ]);
  expect(set('limit=0')[0]).toEqual({ name: 'limit', value: 0 });
  expect(set('limit=false')[0]).toEqual({ name: 'limit', value: false });
});

test('what is a text in the file stays one', () => {
  expect(set('text=null')[1]).toEqual({ name: 'text', value: 'null' });
});
