import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LogRecord } from '../../server/protocol/records.js';
import { createPageStore } from '../../ui/src/state/page-store.js';
import type { Connection } from '../../ui/src/stream/record-stream.js';
import { checkSavedLog, createSavedStream, readSavedLog, SavedLogError } from '../../ui/src/stream/saved-log.js';
import { makeNotices } from './make-record.js';

const header = { paystage: 'log', format: 1, version: '0.1.0', logId: 'log_1', exportedAt: '2025-11-21T03:05:10.000Z' };
const toText = (records: readonly LogRecord[], first: unknown = header) =>
  [first, ...records].map((line) => `${JSON.stringify(line)}\n`).join('');

async function* cut(text: string, size: number): AsyncGenerator<string> {
  for (let start = 0; start < text.length; start += size) yield text.slice(start, start + size);
}

async function readAll(text: string, size = 1_000): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  for await (const batch of readSavedLog(cut(text, size))) records.push(...batch);
  return records;
}

describe('a saved log', () => {
  test('is read however the file is cut into pieces', async () => {
    const records = makeNotices(1, 30);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 400 }), async (size) => {
        expect(await readAll(toText(records), size)).toEqual(records);
      }),
      { numRuns: 30 },
    );
  });

  test('is read no further when it is closed, and lets go of its file', async () => {
    let readCount = 0;
    let isLetGo = false;
    async function* readPieces(): AsyncGenerator<string> {
      try {
        for await (const piece of cut(toText(makeNotices(1, 20_000)), 100_000)) {
          readCount++;
          yield piece;
        }
      } finally {
        isLetGo = true;
      }
    }
    const store = createPageStore(createSavedStream('log.jsonl', readPieces()), (run) => setTimeout(run, 0));
    await expect.poll(() => store.read().log.records.length).toBeGreaterThan(0);
    store.close();
    const heldCount = store.read().log.records.length;
    await expect.poll(() => isLetGo).toBe(true);
    expect(store.read().log.records.length).toBe(heldCount);
    expect(heldCount).toBeLessThan(20_000);
    expect(readCount).toBeLessThan(toText(makeNotices(1, 20_000)).length / 100_000);
  });

  test('may begin after record 1 and may lack its last line end', async () => {
    expect(await readAll(toText(makeNotices(40, 42)).trimEnd())).toEqual(makeNotices(40, 42));
  });

  test.each([
    ['an empty file', '', 'The file is empty.'],
    ['a text', 'hello\n', 'its first line is not JSON'],
    ['another kind of JSON', '{"log":[]}\n', 'its first line does not say so'],
    ['null', 'null\n', 'its first line does not say so'],
    ['a newer format', `${JSON.stringify({ ...header, format: 2, version: '9.0.0' })}\n`, 'saved by a newer Paystage (9.0.0)'],
  ])('is told from %s before the page leaves the stage', async (_what, text, words) => {
    await expect(checkSavedLog(new Blob([text]))).rejects.toThrow(words);
    await expect(checkSavedLog(new Blob([text]))).rejects.toBeInstanceOf(SavedLogError);
  });

  test('says which line is damaged', async () => {
    const text = toText(makeNotices(1, 3));
    await expect(readAll(text.slice(0, -5))).rejects.toThrow('Line 4 is cut off or damaged');
    await expect(readAll(toText([...makeNotices(1, 2), ...makeNotices(2, 2)]))).rejects.toThrow('Line 4 is not the next record');
    await expect(readAll(`${toText(makeNotices(1, 1))}{"a":1}\n`)).rejects.toThrow('Line 3 is not the next record');
  });

  test('fills a page as the stage does, and what can be read of a damaged one is shown', async () => {
    const text = `${toText(makeNotices(1, 2_500))}{"cut`;
    let finish = () => {};
    const done = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const connections: Connection['kind'][] = [];
    const store = createPageStore(createSavedStream('log.jsonl', cut(text, 10_000)), (run) => setTimeout(run, 0));
    store.subscribe(() => {
      const { kind } = store.read().connection;
      if (connections.at(-1) !== kind) connections.push(kind);
      if (kind === 'saved') finish();
    });
    await done;
    expect(connections).toEqual(['reading', 'saved']);
    expect(store.read().log.records.length).toBe(2_500);
    expect(store.read().notices.map((notice) => notice.text)).toEqual([
      'Line 2502 is cut off or damaged; the lines before it are shown.',
    ]);
  });
});
