import { describe, expect, test } from 'vitest';
import { formatEnv, parseEnvironment } from '../../ui/src/state/environment.js';
import { createPageStore } from '../../ui/src/state/page-store.js';
import type { StreamReader } from '../../ui/src/stream/record-stream.js';
import { describeConnection } from '../../ui/src/views/header/describe-connection.js';
import { makeNotices } from './make-record.js';

/** A store on a stream that this test plays, with frames that this test draws. */
function setUp() {
  const readers: StreamReader[] = [];
  const frames: (() => void)[] = [];
  const store = createPageStore({ open: (reader) => readers.push(reader), retryNow() {}, close() {} }, (run) => frames.push(run));
  const [reader] = readers;
  if (!reader) throw new Error('The store did not open the stream.');
  return { store, reader, drawFrame: () => frames.splice(0).forEach((run) => void run()) };
}

describe('the page store', () => {
  test('changes once per frame, however many messages came', () => {
    const { store, reader, drawFrame } = setUp();
    let changes = 0;
    store.subscribe(() => changes++);
    for (let seq = 1; seq <= 200; seq++) reader.onRecords(makeNotices(seq, seq));
    expect(changes).toBe(0);
    drawFrame();
    expect(changes).toBe(1);
    expect(store.read().log.records).toHaveLength(200);
  });

  test('forgets everything when another log answers, also what no frame has shown yet, and says so', () => {
    const { store, reader, drawFrame } = setUp();
    reader.onRecords(makeNotices(1, 5));
    drawFrame();
    reader.onRecords(makeNotices(6, 7));
    reader.onFinding({ kind: 'new_log', logId: 'log_b' });
    reader.onRecords(makeNotices(1, 2));
    drawFrame();
    const { log, notices, logGeneration } = store.read();
    expect([...log.records].map(({ seq }) => seq)).toEqual([1, 2]);
    expect(notices.map(({ kind }) => kind)).toEqual(['new_log']);
    expect(logGeneration).toBe(2);
  });

  test('keeps a gap in sight until somebody puts the notice away', () => {
    const { store, reader } = setUp();
    reader.onFinding({ kind: 'gap', fromSeq: 3, toSeq: 5 });
    const [notice] = store.read().notices;
    expect(notice?.text).toMatch(/^Records 3 to 5 are missing/);
    expect(notice?.text).toContain('Payments may have moved on in the meantime.');
    store.dismissNotice(notice?.id ?? 0);
    expect(store.read().notices).toEqual([]);
  });

  test('does not pile up notices while a connection comes and goes', () => {
    const { store, reader } = setUp();
    for (let seq = 1; seq <= 50; seq++) reader.onFinding({ kind: 'gap', fromSeq: seq * 10, toSeq: seq * 10 + 1 });
    expect(store.read().notices.map(({ text }) => text.slice(0, 14))).toEqual([
      'Records 480 to',
      'Records 490 to',
      'Records 500 to',
    ]);
  });
});

test('the connection is told as it is', () => {
  const waiting = { kind: 'waiting', retryAtMs: 3_400, failedTries: 2 } as const;
  expect(describeConnection({ kind: 'live' }, false, 0)).toMatchObject({ text: 'Live', tone: 'good' });
  expect(describeConnection({ kind: 'live' }, true, 0)).toMatchObject({ text: 'Live, with a gap', tone: 'warn' });
  expect(describeConnection({ kind: 'catching_up', untilSeq: 12_000 }, false, 0).text).toBe('Catching up to record 12,000');
  expect(describeConnection(waiting, false, 1_000)).toMatchObject({ text: 'Reconnecting in 3 s', tone: 'bad' });
  expect(describeConnection(waiting, false, 9_000).text).toBe('Reconnecting');
  const saved = describeConnection({ kind: 'saved', name: `${'a'.repeat(60)}\u202e.jsonl` }, false, 0);
  expect(saved.text).toMatch(/^Saved log a+…a+⟨U\+202E⟩\.jsonl, read-only$/);
  expect(saved.text.length).toBeLessThan(65);
  expect(saved.announcement).toBe(`Saved log ${'a'.repeat(60)}⟨U+202E⟩.jsonl, read-only`);
});

describe('the environment', () => {
  const provider = { name: 'testpay', title: 'Testpay', baseUrl: 'http://x/testpay', env: { KEY: '••••9f3c', BAD: 7 } };

  test('is read as far as it is understood', () => {
    const environment = parseEnvironment({ providers: [provider, { name: 'half' }, null], more: true });
    expect(environment.providers).toEqual([
      { name: 'testpay', title: 'Testpay', baseUrl: 'http://x/testpay', env: [['KEY', '••••9f3c']], example: null },
    ]);
    expect(environment.providers.map(formatEnv)).toEqual(['KEY=••••9f3c']);
  });

  test('offers a first call when the harness has one', () => {
    const [offering, silent] = parseEnvironment({
      providers: [
        { ...provider, example: 'curl x' },
        { ...provider, example: ' ' },
      ],
    }).providers;
    expect([offering?.example, silent?.example]).toEqual(['curl x', null]);
  });

  test('of an unknown shape is empty', () => {
    for (const reply of [null, 'x', [], {}, { providers: 1 }]) expect(parseEnvironment(reply).providers).toEqual([]);
  });
});
