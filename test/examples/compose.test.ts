import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { connect } from '../../server/index.js';
import { makeFolder, startCli } from '../cli/cli-runs.js';
import { choosePorts } from '../support/play-scenarios.js';

const read = (name: string) => readFileSync(new URL(`../../examples/compose/${name}`, import.meta.url), 'utf8');
const SCRIPT = fileURLToPath(new URL('../../examples/express-shop/shop.js', import.meta.url));

test('with the files of the compose example, a customer of the shop pays and the goods go out', async () => {
  const { stage: stagePort, target: shopPort } = await choosePorts();
  const move = (text: string) => text.replaceAll(':4747', `:${stagePort}`).replaceAll(':3000', `:${shopPort}`);
  const folder = makeFolder();
  writeFileSync(join(folder.path, 'paystage.config.yaml'), move(read('paystage.config.yaml')));
  const env = Object.fromEntries(
    move(read('shop.env'))
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split('=', 2) as [string, string]),
  );
  const image = { PAYSTAGE_HOST: '0.0.0.0', PAYSTAGE_ALLOW_HOST: 'localhost', PAYSTAGE_TOKEN: 'rehearsal' };
  const run = startCli(['start', '--port', String(stagePort)], { cwd: folder.path, env: image });
  await run.waitForLine(/is ready at/);
  const shop = spawn(process.execPath, [SCRIPT], {
    env: { PATH: process.env.PATH ?? '', ...env, PORT: String(shopPort) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await once(shop.stdout, 'data');
    const lane = await connect({ url: `http://localhost:${stagePort}`, token: 'rehearsal' }).openLane();
    for (const provider of ['securepayapi', 'secpaid']) {
      const headers = { accept: 'application/json', 'content-type': 'application/json' };
      const bought = await fetch(`http://localhost:${shopPort}/buy/${provider}`, { method: 'POST', headers, body: '{}' });
      const { orderId } = (await bought.json()) as { orderId: string };
      await lane.customer(await lane.waitFor.payment({ reference: orderId })).pay();
      const ask = async () =>
        (await (await fetch(`http://localhost:${shopPort}/orders/${orderId}`, { headers })).json()) as unknown;
      await expect.poll(ask).toMatchObject({ paid: true, count: 1 });
    }
  } finally {
    shop.kill();
    await run.stop();
    folder.remove();
  }
});
