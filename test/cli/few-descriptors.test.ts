import { execFileSync, spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createReceiver } from '../support/receiver.js';
import { startStage } from './cli-runs.js';
import { createLink, payAsCustomer, readEnvironment } from './stage-apps.js';

/** More than the process may open. */
const CALLERS = 100;
const canLimit = process.platform === 'linux' && spawnSync('prlimit', ['--version']).status === 0;

test.skipIf(!canLimit)(
  'D8 a stage that has no file descriptor left does not end, and serves and delivers again when callers leave',
  async () => {
    const receiver = await createReceiver({ status: 200 });
    onTestFinished(receiver.close);
    const stage = await startStage(['--secpaid-endpoint', receiver.url]);
    onTestFinished(() => void stage.process.kill('SIGKILL'));
    const { url, port } = stage;
    const env = await readEnvironment(url);
    const id = await createLink(env);

    // Only now: Node itself opens more files than that while it loads the program.
    execFileSync('prlimit', ['--pid', String(stage.process.pid), '--nofile=64:64']);
    const callers = Array.from({ length: CALLERS }, () => connect(port, '127.0.0.1').on('error', () => {}));
    // All of them are connected as far as the system is concerned, or turned away.
    await Promise.all(
      callers.map(
        (caller) => new Promise((resolve) => caller.once('connect', resolve).once('close', resolve).once('error', resolve)),
      ),
    );
    const answered = Promise.race(callers.map((caller) => new Promise((resolve) => caller.once('data', resolve))));
    for (const caller of callers) caller.write(`GET /_paystage/health HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`);
    await answered;
    expect(stage.process.exitCode).toBeNull();
    for (const caller of callers) caller.destroy();

    await expect
      .poll(() =>
        fetch(`${url}/_paystage/health`)
          .then(({ status }) => status)
          .catch(() => 0),
      )
      .toBe(200);
    await payAsCustomer(env, id);
    await receiver.waitForRequests(1);
    expect(await stage.stop()).toBe(0);
    expect(stage.err()).toBe('');
  },
);
