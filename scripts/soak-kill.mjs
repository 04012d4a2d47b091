/**
 * `npm run soak:kill`: kills the stage under load again and again and looks each time for what was acknowledged and is gone. 200 rounds, or
 * as many as are named: `npm run soak:kill -- 50`, or PAYSTAGE_KILL_ROUNDS=50.
 */
import { spawnSync } from 'node:child_process';
import { argv, env, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const rounds = Number(argv[2] ?? env.PAYSTAGE_KILL_ROUNDS ?? 200);
if (!Number.isSafeInteger(rounds) || rounds < 1) {
  console.error(`"${argv[2] ?? env.PAYSTAGE_KILL_ROUNDS}" is no number of rounds.`);
  process.exit(2);
}
const { status } = spawnSync(
  execPath,
  [`${ROOT}node_modules/vitest/vitest.mjs`, 'run', 'test/main-job/kill.test.ts', 'test/log/kill.test.ts'],
  { cwd: ROOT, stdio: 'inherit', env: { ...env, PAYSTAGE_KILL_ROUNDS: String(rounds) } },
);
process.exit(status ?? 1);
