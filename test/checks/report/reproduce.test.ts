import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ExamProvider } from '../../../server/checks/exam/exam.js';
import { reproduceResend } from '../../../server/checks/report/reproduce.js';
import { runChecks } from '../../../server/checks/run/run-checks.js';
import type { Harness } from '../../../server/index.js';
import type { RecordHead, ResendFinished } from '../../../server/protocol/records.js';
import { providers } from '../../../server/providers/index.js';
import { startHarness } from '../../support/harness.js';
import { isThorough } from '../../support/is-thorough.js';
import { startReceiver } from '../../support/receiver-process.js';

const run = promisify(execFile);

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

/** Pastes a script into bash. @returns the status that curl printed; null where nothing was answered. */
async function paste(script: string, env: Readonly<Record<string, string>>): Promise<number | null> {
  const { stdout } = await run('bash', ['-c', script], {
    env: { PATH: process.env.PATH ?? '', ...env },
    encoding: 'latin1',
  }).catch((error: { stdout: string }) => error);
  const statuses = [...stdout.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));
  return statuses.findLast((status) => status !== 100) ?? null;
}

/** Everything that a whole run sends to a correct receiver, which goes on running while `use` looks at it. */
async function withRun(
  name: string,
  use: (records: (RecordHead & ResendFinished)[], bodyOf: (record: ResendFinished) => Promise<string>) => Promise<void>,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  await using lane = await harness.lane();
  const provider = providers.find((one) => one.name === name) as ExamProvider;
  const receiver = await startReceiver('reference/http.mjs', { RECONCILE_MS: '300', ...lane.env, ...env });
  try {
    await runChecks({
      ...{ lane, provider, endpoint: `${receiver.url}/webhooks/${name}`, callback: `${receiver.url}/return`, settleMs: 100 },
      findProbe: (values) => ({ url: `${receiver.url}/orders/${values.id}` }),
      skip: ['ACK-3'],
    });
    const records = (await lane.records({ types: ['resend.finished'] })) as (RecordHead & ResendFinished)[];
    await use(records, async ({ paymentId, eventId }) => {
      const { events } = await lane.payment(paymentId);
      return events.find(({ id }) => id === eventId)?.body ?? '';
    });
  } finally {
    await receiver.close();
  }
}

test.each(['securepayapi', 'secpaid'])(
  'every request of a whole run for %s, pasted into bash, gets the reply that it got',
  async (name) => {
    const provider = providers.find((one) => one.name === name) as ExamProvider;
    await withRun(name, async (records, bodyOf) => {
      expect(records.length).toBeGreaterThan(50);
      const odd: string[] = [];
      const tried = new Set<string>();
      for (const record of records) {
        const what = (record.note ?? '').replace(/copy \d+/, 'copy');
        if (tried.has(what)) continue;
        tried.add(what);
        // A bash and a curl for each of fifty.
        if (!isThorough && tried.size % 3 !== 0) continue;
        const secret = record.signing === 'other_key' ? undefined : await secretOf(record);
        const script = reproduceResend(record, await bodyOf(record), { provider, secret });
        if (script.startsWith('# Of the')) {
          expect(record.request.body?.isCut).toBe(true);
          continue;
        }
        // Only a signature that is none cannot be made anew.
        const isNone = record.request.headers.some(([header, value]) => /signature/i.test(header) && /[^0-9a-f]/i.test(value));
        if (provider.codec?.signing && !isNone) expect(script).toContain('timestamp=$(date +%s)');
        const seen = await paste(script, { SECUREPAYAPI_SECRET_KEY: secret ?? '' });
        const expected = record.response?.status ?? null;
        if (seen !== expected) odd.push(`${what}: ${expected}, in bash ${seen}\n${script.slice(0, 2_000)}`);
        if (secret !== undefined && name === 'securepayapi') expect(script).not.toContain(secret.slice('sp_secret_'.length));
      }
      expect(odd).toEqual([]);
    });

    async function secretOf({ lane }: RecordHead): Promise<string> {
      return (await harness.stage.openLane(lane)).keys(name)[provider.exam.secretKey] ?? '';
    }
  },
);
