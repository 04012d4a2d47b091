import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** For a busy machine; eight seconds otherwise. */
const LIMIT_MS = 290_000;
const FIGURES = [
  'webhooksPerSecond',
  'webhooksPerSecondRatio',
  'callsPerSecond',
  'cpuUsPerWebhook',
  'cpuPerWebhookRatio',
  'firstWebhookP50Ms',
  'lastWebhookP99Ms',
  'statusToAttemptP50Ms',
  'statusToAcknowledgedP99Ms',
  'coldStartMs',
  'coldStartRatio',
  'storedStartRatio',
  'costGrowthRatio',
  'idleRssMiB',
  'grownRssMiB',
  'oneWatcherCost',
];

beforeAll(() => {
  const compiled = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'bench/tsconfig.json'], { cwd: root });
  expect(compiled.status, compiled.stdout.toString()).toBe(0);
}, LIMIT_MS);

function runBench(...args: string[]) {
  return spawnSync(process.execPath, ['dist/bench/speed/main.js', ...args], { cwd: root, encoding: 'utf8', timeout: LIMIT_MS });
}

test(
  'the bench prints one JSON object with every figure, and loses nothing',
  () => {
    const { status, stdout, stderr } = runBench('--smoke', '--no-install', '--json');
    expect(status, stderr).toBe(0);
    const result = JSON.parse(stdout);
    for (const name of FIGURES) expect(result[name], name).toEqual(expect.any(Number));
    expect(result).toMatchObject({ kind: 'smoke', lost: 0, outOfOrder: 0, badSignatures: 0, installMiB: null });
    expect(result.measured.repeats[0].product.burst).toMatchObject({ webhooks: 48, expected: 48 });
    expect(result.measured.repeats[0].product.burst.checkedSignatures).toBeGreaterThan(0);
    const numbers: number[] = result.goals.map(({ goal }: { goal: number }) => goal);
    expect(new Set(numbers)).toEqual(new Set([0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 14, 15]));
  },
  LIMIT_MS,
);

test('an option that the bench does not know ends with exit 2 and the list of those that it knows', () => {
  const { status, stdout, stderr } = runBench('--fast');
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^error: Unknown option '--fast'/);
  expect(stderr).toContain('--quick');
  expect(runBench('--help')).toMatchObject({ status: 0, stderr: '' });
});
