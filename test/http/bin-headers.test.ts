import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Harness, LogRecord } from '../../server/index.js';
import { callControl, startHarness } from '../support/harness.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

const setHeaders = (name: string, headers: [string, string][], body: string) =>
  callControl(harness, 'PATCH', `/bins/${name}`, { headers, body });
const post = (name: string) => fetch(`${harness.url}/_paystage/bin/${name}`, { method: 'POST', body: '{}' });
const receivedBy = async (name: string) =>
  (await callControl<{ records: LogRecord[] }>(harness, 'GET', '/records?type=bin.received')).records.filter(
    (record) => record.type === 'bin.received' && record.bin === name,
  );

test.each([
  ['json', 'Content-Type', 'application/json', '{}'],
  ['page', 'content-type', 'text/html', 'hello'],
  ['empty', 'Content-Type', 'text/plain', ''],
])('a receiver answers with the type that it was given, and writes down what came: %s', async (name, header, type, body) => {
  await setHeaders(name, [[header, type]], body);
  const reply = await post(name);
  expect(reply.status).toBe(204);
  expect(await receivedBy(name)).toHaveLength(1);
});

test('the type arrives with a body', async () => {
  await callControl(harness, 'PATCH', '/bins/typed', { status: 200, headers: [['Content-Type', 'text/csv']], body: 'a,b' });
  const reply = await post('typed');
  expect([reply.status, reply.headers.get('content-type'), await reply.text()]).toEqual([200, 'text/csv', 'a,b']);
  expect(await receivedBy('typed')).toHaveLength(1);
});

test.each([
  [
    'two types',
    [
      ['Content-Type', 'text/html'],
      ['content-type', 'text/plain'],
    ],
  ],
  ['an empty one', [['Content-Type', '']]],
] as [string, [string, string][]][])('%s are refused when they are set, not when a webhook comes', async (_title, headers) => {
  await expect(setHeaders('refused', headers, 'x')).rejects.toThrow(/Content-Type/);
  expect((await post('refused')).status).toBe(204);
});
