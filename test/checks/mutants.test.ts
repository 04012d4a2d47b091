import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest';
import { catalogue } from '../../server/checks/catalogue/index.js';
import type { CheckRun } from '../../server/checks/run/results.js';
import type { Harness } from '../../server/index.js';
import { startHarness } from '../support/harness.js';
import { isThorough } from '../support/is-thorough.js';
import { interactiveIds, judgeReceiver, toVerdicts } from './judge-receiver.js';
import { formatMatrix, type MatrixRow } from './write-matrix.js';

/** What stands in fixtures/receivers/broken/index.json. */
interface Broken {
  check: string;
  file: string;
  providers: string[];
  verdict: 'fail' | 'warn' | 'info';
  needs?: string[];
  related: { check: string; reason: string }[];
}

const index = JSON.parse(
  readFileSync(new URL('../../fixtures/receivers/broken/index.json', import.meta.url), 'utf8'),
) as Broken[];
const cases = index.flatMap((broken) =>
  broken.providers.map((provider) => ({ ...broken, provider, name: broken.file.replace('.mjs', '') })),
);
const bad = new Set(['fail', 'warn']);

/** Checks that look at what others were answered. */
const NEEDED: Readonly<Record<string, readonly string[]>> = { 'LEAK-1': ['SIG-1'] };

let harness: Harness;
const runs = new Map<string, Promise<CheckRun>>();
/** They mostly wait, so several are judged at a time. */
const SIDE_BY_SIDE = 4;

function judge({ file, provider, needs, check }: (typeof cases)[number]): Promise<CheckRun> {
  return judgeReceiver(harness, {
    file: `broken/${file}`,
    provider,
    hasCreate: needs?.includes('create') === true,
    hasEncryption: needs?.includes('encryption') === true,
    ...(interactiveIds.has(check) ? { isOperated: true } : {}),
    ...(isThorough ? {} : { only: [check, ...(NEEDED[check] ?? [])] }),
  });
}

beforeAll(async () => {
  harness = await startHarness();
  const free = Array.from({ length: SIDE_BY_SIDE }, () => Promise.resolve<unknown>(null));
  cases.forEach((one, at) => {
    const run = (free[at % SIDE_BY_SIDE] ?? Promise.resolve()).then(() => judge(one));
    runs.set(`${one.file} ${one.provider}`, run);
    free[at % SIDE_BY_SIDE] = run.catch(() => {});
  });
});
afterAll(async () => {
  if (process.env.WRITE_MATRIX) await writeMatrix();
  await harness.close();
});

const matrixFile = new URL('../../docs/check-matrix.md', import.meta.url);

async function writeMatrix(): Promise<void> {
  const rows: MatrixRow[] = [];
  for (const { file, name, provider, check } of cases) {
    const run = await runs.get(`${file} ${provider}`);
    if (run) rows.push({ name, provider, check, verdicts: toVerdicts(run) });
  }
  writeFileSync(
    matrixFile,
    formatMatrix(
      catalogue.map(({ id }) => id),
      rows,
    ),
  );
}

test('the matrix of the documentation has every one of them', () => {
  const page = readFileSync(matrixFile, 'utf8');
  expect(cases.filter(({ name, provider }) => !page.includes(`| ${name} (${provider}) `)).map(({ name }) => name)).toEqual([]);
});

test('T21 every check has a receiver that it finds', () => {
  const covered = new Set(index.map(({ check }) => check));
  expect(catalogue.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([]);
});

describe.each(cases)('$name ($provider)', (one) => {
  const { check, file, provider, verdict, related } = one;
  const findings = async ({ task }: TestContext) => {
    const isRetry = (task.result?.retryCount ?? 0) > 0;
    return (await (isRetry ? judge(one) : runs.get(`${file} ${provider}`)))?.findings ?? [];
  };

  test(`T21 is found by ${check}`, { timeout: 300_000 }, async (context) => {
    const named = (await findings(context)).find(({ id }) => id === check);
    expect(`${named?.verdict}: ${named?.sentence}`).toMatch(new RegExp(`^${verdict}: `));
  });

  test.runIf(isThorough)('T21 is found by nothing unrelated', { timeout: 300_000 }, async (context) => {
    const known = new Set([check, ...related.map((one) => one.check)]);
    const unrelated = (await findings(context)).filter((finding) => bad.has(finding.verdict) && !known.has(finding.id));
    expect(unrelated.map(({ id, sentence }) => `${id}: ${sentence}`)).toEqual([]);
  });
});
