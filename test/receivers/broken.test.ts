import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { startHarness } from '../support/harness.js';
import { type Defect, ENCRYPTION_KEY, expectPaid, isPaid, payLink } from './defect.js';
import { secPaidDefects } from './defects-secpaid.js';
import { securePayApiDefects } from './defects-securepayapi.js';
import { type Desk, openDesk, postEvent, postNotice, readIndex, waitForOrder, writeEvent, writeNotice } from './exam-desk.js';

interface Row {
  check: string;
  file: string;
  providers: readonly ('securepayapi' | 'secpaid')[];
  verdict: 'fail' | 'warn' | 'info';
  needs?: readonly ('create' | 'operator' | 'encryption')[];
  related: readonly { check: string; reason: string }[];
}

const CHECKS =
  'CTL-1 SIG-1 SIG-2 SIG-3 SRC-1 RDR-1 AMT-1 IDM-1 IDM-2 STA-1 ORD-1 CAN-1 ACK-1 ACK-2 ACK-3 UNK-1 RAW-1 CUT-1 MIS-1 EXT-1 ' +
  'REP-1 LEAK-1 ROB-1 ROT-1 UNO-1 RAW-2 ENC-1 HDR-1';

const rows = readIndex<Row>('broken');
const folder = new URL('../../fixtures/receivers/broken/', import.meta.url);
const tables: Record<string, Readonly<Record<string, Defect>>> = { securepayapi: securePayApiDefects, secpaid: secPaidDefects };

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

test('there is a broken receiver for every check, each named after one, in the index and short', () => {
  expect([...new Set(rows.map(({ check }) => check))].sort()).toEqual(CHECKS.split(' ').sort());
  const files = readdirSync(folder).filter((name) => name.endsWith('.mjs'));
  expect(rows.map(({ file }) => file).sort()).toEqual(files.sort());
  for (const { file, check, related } of rows) {
    expect(file.startsWith(`${check}-`), file).toBe(true);
    expect(readFileSync(new URL(file, folder), 'utf8').trimEnd().split('\n').length, file).toBeLessThanOrEqual(40);
    for (const one of related) expect(CHECKS.split(' '), file).toContain(one.check);
  }
});

const cases = rows
  .filter(({ needs }) => !needs?.includes('operator'))
  .flatMap((row) => row.providers.map((provider) => [row.file, provider, row] as const));

test.each(cases)('%s accepts a valid event of %s and shows its defect', async (file, provider, { check }) => {
  await using desk = await openDesk(harness, `broken/${file}`, { RECONCILE_MS: '100', SECPAID_ENCRYPTION_KEY: ENCRYPTION_KEY });
  if (check !== 'CTL-1') await expectControl(desk, provider, check === 'ACK-1' ? 200 : 204);
  const showDefect = tables[provider]?.[file.replace('.mjs', '')];
  if (!showDefect) throw new Error(`nobody shows the defect of ${file} with ${provider}`);
  await showDefect(desk);
  expect(desk.receiver.isRunning()).toBe(true);
});

async function expectControl(desk: Desk, provider: string, status: number): Promise<void> {
  const id = provider === 'securepayapi' ? 'c'.repeat(24) : await payLink(desk);
  const send = provider === 'securepayapi' ? postEvent(desk, { body: writeEvent(id) }) : postNotice(desk, writeNotice(id));
  expect((await send).status).toBe(status);
  expect(await waitForOrder(desk, id, isPaid)).toMatchObject({ paid: true, count: 1 });
}

test('a replaced key counts at once with the reference receiver, and ROT-1-keeps-old-keys takes the old one as well', async () => {
  const place = mkdtempSync(join(tmpdir(), 'paystage-key-'));
  onTestFinished(() => rmSync(place, { recursive: true }));
  const env = { SECUREPAYAPI_SECRET_KEY_FILE: join(place, 'key') };
  for (const [file, status] of [
    ['reference/http.mjs', 401],
    ['broken/ROT-1-keeps-old-keys.mjs', 204],
  ] as const) {
    writeFileSync(env.SECUREPAYAPI_SECRET_KEY_FILE, 'sp_secret_old\n');
    await using desk = await openDesk(harness, file, env);
    const [first, second, third] = ['1', '2', '3'].map((digit) => digit.repeat(24)) as [string, string, string];
    await expectPaid(desk, first, await postEvent(desk, { body: writeEvent(first), key: 'sp_secret_old' }));
    writeFileSync(env.SECUREPAYAPI_SECRET_KEY_FILE, 'sp_secret_new\n');
    await expectPaid(desk, second, await postEvent(desk, { body: writeEvent(second), key: 'sp_secret_new' }));
    expect((await postEvent(desk, { body: writeEvent(third), key: 'sp_secret_old' })).status).toBe(status);
  }
});
