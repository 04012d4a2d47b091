import { copyFile, mkdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { appendPayments, appendPaymentsApart, countUp, makeFolder, openAt, readSeqs } from './temporary-store.js';

test('P4 a last line that is cut at any byte is dropped with one notice, and the rest is kept', async () => {
  const root = await makeFolder();
  const source = join(root, 'source');
  const store = await openAt(source);
  await appendPaymentsApart(store, 4);
  const whole = await readFile(join(source, 'journal.jsonl'));
  const lastLine = whole.lastIndexOf('\n', whole.length - 2) + 1;

  for (let size = lastLine; size < whole.length; size++) {
    const folder = join(root, `cut-${size}`);
    await mkdir(folder);
    const path = join(folder, 'journal.jsonl');
    await writeFile(path, whole.subarray(0, size));
    const reopened = await openAt(folder);
    // A record that lost nothing but its line end is whole.
    const kept = size === whole.length - 1 ? 4 : 3;
    expect(await readSeqs(reopened.log)).toEqual(countUp(1, kept));
    expect(reopened.state.payments.size).toBe(kept);
    const notices = reopened.notices.map(({ message }) => message);
    if (size === lastLine || kept === 4) expect(notices).toEqual([]);
    else {
      expect(notices).toHaveLength(1);
      expect(notices[0]).toContain(path);
      expect(notices[0]).toContain(`line 5, ${size - lastLine} bytes from byte ${lastLine}`);
    }
    appendPayments(reopened, 1);
    await reopened.close();
    if (size % 16 !== 0 && kept === 3) continue;
    const again = await openAt(folder);
    expect(await readSeqs(again.log)).toEqual(countUp(1, kept + 1));
    expect(again.notices).toEqual([]);
    await again.close();
  }
  await store.close();
});

test('P1 records that were appended together survive a cut at any byte as a whole or not at all', async () => {
  const root = await makeFolder();
  const source = join(root, 'source');
  const store = await openAt(source);
  await appendPaymentsApart(store, 2);
  appendPayments(store, 3);
  await store.log.durable(5);
  const whole = await readFile(join(source, 'journal.jsonl'));
  await store.close();
  const start = whole.indexOf('{"seq":3,');

  for (let size = start; size < whole.length - 1; size += 5) {
    const folder = join(root, `cut-${size}`);
    await mkdir(folder);
    await writeFile(join(folder, 'journal.jsonl'), whole.subarray(0, size));
    const reopened = await openAt(folder);
    expect(await readSeqs(reopened.log), `cut at byte ${size} of ${whole.length}`).toEqual([1, 2]);
    expect(reopened.state.payments.size).toBe(2);
    expect(reopened.notices).toHaveLength(size === start ? 0 : 1);
    appendPayments(reopened, 2);
    await reopened.close();
    const again = await openAt(folder);
    expect(await readSeqs(again.log)).toEqual([1, 2, 3, 4]);
    await again.close();
  }
});

test('P4 a head that is cut at any byte is an empty journal', async () => {
  const root = await makeFolder();
  const store = await openAt(join(root, 'source'));
  await store.close();
  const head = await readFile(join(root, 'source', 'journal.jsonl'));
  for (let size = 0; size < head.length; size += 7) {
    const folder = join(root, `cut-${size}`);
    await mkdir(folder);
    await copyFile(join(root, 'source', 'journal.jsonl'), join(folder, 'journal.jsonl'));
    await truncate(join(folder, 'journal.jsonl'), size);
    const reopened = await openAt(folder);
    expect(reopened.log.newestSeq).toBe(0);
    appendPayments(reopened, 2);
    await reopened.close();
    const again = await openAt(folder);
    expect(await readSeqs(again.log)).toEqual([1, 2]);
    await again.close();
  }
});

test('P4 blocks that a power loss left unfilled are cut like a torn line', async () => {
  const folder = await makeFolder();
  const store = await openAt(folder);
  await appendPaymentsApart(store, 3);
  await store.close();
  const path = join(folder, 'journal.jsonl');
  const whole = await readFile(path);
  await writeFile(path, Buffer.concat([whole, Buffer.from('{"seq":4,"at"'), Buffer.alloc(4_096)]));
  const reopened = await openAt(folder);
  expect(await readSeqs(reopened.log)).toEqual([1, 2, 3]);
  expect(reopened.notices).toHaveLength(1);
  await reopened.close();
  expect((await stat(path)).size).toBe(whole.length);
});
