import { expect, test } from 'vitest';
import { spawnStoreChild } from './spawn-store-child.js';
import { countUp, makeFolder, openAt, readAll } from './temporary-store.js';

/** PAYSTAGE_KILL_ROUNDS=200 is the nightly measure; a few rounds show a broken promise as a rule. */
const ROUNDS = Number(process.env.PAYSTAGE_KILL_ROUNDS ?? 8);

test(
  'P1 D3 T9 nothing acknowledged is lost and nothing is left half-done when the process is killed under load, round after round',
  async () => {
    const folder = await makeFolder();
    const acknowledged = new Set<number>();
    for (let round = 1; round <= ROUNDS; round++) {
      const child = await spawnStoreChild(folder, 'write');
      const wanted = Math.max(0, ...acknowledged) + 1 + Math.floor(Math.random() * 400);
      await child.whenFact(({ number }) => Number(number) >= wanted);
      await child.kill();
      expect(child.facts[0]).toMatchObject({ opened: true });
      for (const { number } of child.facts) if (typeof number === 'number') acknowledged.add(number);
      expect(Math.max(...acknowledged)).toBeGreaterThanOrEqual(wanted);
      // In between, a process finds what a killed one left without anybody having tidied up.
      if (round % 2 === 1) continue;

      const store = await openAt(folder, { limits: { maxPayments: 100_000, maxJournalBytes: 400_000 } });
      const { payments } = store.state;
      expect([...acknowledged].filter((number) => !payments.has(String(number)))).toEqual([]);
      expect([...payments.values()].every(({ status }) => status === 'paid')).toBe(true);
      const { oldestSeq, newestSeq } = store.log;
      expect(newestSeq).toBe(payments.size * 2);
      expect((await readAll(store.log)).map(({ seq }) => seq)).toEqual(countUp(oldestSeq, newestSeq));
      for (const number of acknowledged) {
        if (number % 50 === 0) expect(store.accounts.secretOf(String(number), 'key')).toBe(`secret ${number}`);
      }
      await store.close();
    }
  },
  300_000 + ROUNDS * 2_000,
);
