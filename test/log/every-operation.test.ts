import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { FileSystem, OpenFile } from '../../server/log/file-system.js';
import type { Store } from '../../server/log/open-store.js';
import { type Interceptor, interceptFileSystem } from './intercepted-file-system.js';
import { AT_MS, countUp, makeFolder, makePayment, makeStatusChange, openAt, readAll } from './temporary-store.js';

type Death = 'before' | 'halfway' | 'after';

/** A file system whose process dies around the n-th change to the disk: nothing that comes later happens or returns. */
function makeMortal(dieAt: number, how: Death) {
  let count = 0;
  let isDead = false;
  let tellDeath = () => {};
  const death = new Promise<void>((resolve) => {
    tellDeath = resolve;
  });
  const never = () => new Promise<never>(() => {});
  const underWay = new Set<Promise<unknown>>();
  const { fs, closeAll } = trackHandles(async (operation, run) => {
    if (isDead) return never();
    if (operation.kind === 'read' || operation.kind === 'list') return run();
    count++;
    if (count !== dieAt) {
      const running = Promise.resolve(run());
      underWay.add(running);
      return running.finally(() => underWay.delete(running));
    }
    isDead = true;
    try {
      const result = how === 'after' ? await run() : null;
      if (operation.kind === 'open') await (result as OpenFile | null)?.close();
      if (how === 'halfway') await operation.half?.();
    } finally {
      // What had begun before is done or not, but not while the folder is copied.
      await Promise.allSettled(underWay);
      tellDeath();
    }
    return never();
  });
  return { fs, death, closeAll };
}

/** The dead cannot close their files; the test does it for them. */
function trackHandles(intercept: Interceptor): { fs: FileSystem; closeAll(): Promise<unknown> } {
  const opened: OpenFile[] = [];
  const fs = interceptFileSystem(intercept);
  return {
    fs: {
      ...fs,
      open: async (path, flags) => {
        const file = await fs.open(path, flags);
        opened.push(file);
        return file;
      },
    },
    closeAll: () => Promise.allSettled(opened.map((file) => file.close())),
  };
}

/** A life of a harness: decisions of two records each, secrets, rotations and a clean end. Notes down what was acknowledged. */
async function live(store: Store, acknowledged: { payments: number; secrets: number }): Promise<void> {
  for (let number = 1; number <= 12; number++) {
    store.log.append('default', AT_MS, makePayment(number, 'x'.repeat(150)));
    const { seq } = store.log.append('default', AT_MS, makeStatusChange(number));
    await store.log.durable(seq);
    acknowledged.payments = number;
    if (number % 6 !== 0) continue;
    await store.accounts.putSecrets(String(number), { key: `secret ${number}` });
    acknowledged.secrets = number;
  }
  await store.close();
}

const limits = { maxPayments: 100, maxJournalBytes: 4_000 };

async function dieAndReturn(root: string, dieAt: number, how: Death): Promise<{ isOver: boolean }> {
  const folder = join(root, `${how}-${dieAt}`);
  await mkdir(folder);
  const mortal = makeMortal(dieAt, how);
  const acknowledged = { payments: 0, secrets: 0 };
  const life = openAt(folder, { fs: mortal.fs, limits }).then((store) => live(store, acknowledged));
  const isOver = await Promise.race([life.then(() => true), mortal.death.then(() => false)]);
  // The dead process holds its lock in this one, so its disk is looked at under another name.
  const remains = `${folder}-remains`;
  await cp(folder, remains, { recursive: true });
  if (!isOver) await mortal.closeAll();
  const heir = await openAt(remains, { limits });
  const seen = [...heir.state.payments.values()];
  expect(seen.length).toBeGreaterThanOrEqual(acknowledged.payments);
  expect(seen.map(({ id }) => id)).toEqual(countUp(1, seen.length).map(String));
  // No payment without the second record of its decision.
  expect(seen.every(({ status }) => status === 'paid')).toBe(true);
  expect(heir.log.newestSeq).toBe(seen.length * 2);
  for (let number = 6; number <= acknowledged.secrets; number += 6)
    expect(heir.accounts.secretOf(String(number), 'key')).toBe(`secret ${number}`);
  const records = await readAll(heir.log, heir.log.oldestSeq - 1);
  expect(records.map(({ seq }) => seq)).toEqual(countUp(heir.log.oldestSeq, heir.log.newestSeq));
  expect((await readdir(remains)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  await heir.close();
  return { isOver };
}

test.each(['before', 'halfway', 'after'] as const)(
  'P2 a process that dies %s any one operation on the disk loses nothing acknowledged and leaves nothing half-done',
  async (how) => {
    const root = await makeFolder();
    let dieAt = 1;
    while (!(await dieAndReturn(root, dieAt, how)).isOver) dieAt++;
    // The run is long enough to go through start, groups, secrets, rotations and end.
    expect(dieAt).toBeGreaterThan(60);
  },
  300_000,
);
