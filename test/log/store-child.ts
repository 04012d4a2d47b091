/**
 * A harness's store in a process of its own, for tests that kill it. Prints one JSON line per fact. Arguments: the data folder, then `write`
 * (append under load until killed) or `hold` (open and wait).
 */
import { openStore } from '../../server/log/open-store.js';

const [, , dataDir = '', task = 'hold'] = process.argv;

function say(fact: unknown): void {
  process.stdout.write(`${JSON.stringify(fact)}\n`);
}

try {
  const store = await openStore({
    dataDir,
    limits: { maxPayments: 100_000, maxJournalBytes: 400_000 },
    instance: { pid: process.pid, startedAt: new Date().toISOString(), url: 'http://localhost:4747' },
  });
  say({ opened: true, newestSeq: store.log.newestSeq });
  if (task === 'hold') setInterval(() => {}, 60_000);
  else await Promise.all(Array.from({ length: 8 }, () => writeForever(store)));
} catch (error) {
  const { code, message, exitCode } = error as { code: string; message: string; exitCode: number };
  say({ code, message });
  process.exitCode = exitCode;
}

/** Decisions of two records each; one is said to be done only when it is durable, as a reply to an API caller would be. */
async function writeForever({ log, accounts, state }: Awaited<ReturnType<typeof openStore>>): Promise<never> {
  for (;;) {
    const number = state.payments.size + 1;
    const paymentId = String(number);
    log.append('default', Date.now(), {
      type: 'payment.created',
      paymentId,
      provider: 'secpaid',
      accountId: 'a',
      amountMinor: number,
      currency: 'EUR',
      reference: 'x'.repeat(number % 700),
      status: 'created',
      outcome: 'open',
      checkoutUrl: null,
      data: {},
    });
    const { seq } = log.append('default', Date.now(), {
      type: 'payment.status_changed',
      paymentId,
      from: 'created',
      to: 'paid',
      text: 'paid',
      outcome: 'succeeded',
    });
    await log.durable(seq);
    if (number % 50 === 0) await accounts.putSecrets(paymentId, { key: `secret ${paymentId}` });
    say({ number });
  }
}
