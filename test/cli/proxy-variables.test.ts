import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answer } from '../support/bad-behaviours.js';
import { BadTarget } from '../support/bad-target.js';
import { makeCertificate } from '../support/make-certificate.js';
import { makeFolder, runCli, startStage } from './cli-runs.js';
import { createLink, startPaying } from './stage-apps.js';

const UNDICI = import.meta.resolve('undici');
const authority = makeCertificate({ name: 'An authority of our own' });
const folder = makeFolder();
let proxy: BadTarget;
let plain: BadTarget;
let secure: BadTarget;

beforeAll(async () => {
  writeFileSync(join(folder.path, 'authority.pem'), authority.cert);
  [proxy, plain, secure] = await Promise.all([
    BadTarget.start(),
    BadTarget.start(),
    BadTarget.start({ tls: makeCertificate({ name: 'localhost', issuer: authority }) }),
  ]);
  proxy.always(answer(200, { body: 'from the proxy' }));
});
afterAll(async () => {
  await Promise.all([proxy.close(), plain.close(), secure.close()]);
  folder.remove();
});

/** What Node does with NODE_USE_ENV_PROXY since 22.21, for the older ones that know no such variable. */
const OBEY = `import { EnvHttpProxyAgent, setGlobalDispatcher } from ${JSON.stringify(UNDICI)};
setGlobalDispatcher(new EnvHttpProxyAgent());
`;

const writeScenario = (url: string) => `version: 1
name: Calls
provider: secpaid
steps:
  - create: { amount: 5 }
  - call: { url: "${url}", expect: { status: 204 } }
`;

test('A9 a stage and a command in a shell whose variables all name a proxy never call it, for http and https', async () => {
  const preload = join(folder.path, 'obey.mjs');
  const scenario = join(folder.path, 'calls.yaml');
  writeFileSync(preload, OBEY);
  writeFileSync(scenario, writeScenario(plain.url('/called')));
  const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].flatMap((name) => [name, name.toLowerCase()]);
  const env = {
    ...Object.fromEntries(names.map((name) => [name, proxy.url()])),
    // Nobody is exempt, and Node itself is asked to obey.
    NO_PROXY: '',
    no_proxy: '',
    NODE_USE_ENV_PROXY: '1',
    NODE_OPTIONS: `--import ${pathToFileURL(preload)}`,
    NODE_EXTRA_CA_CERTS: join(folder.path, 'authority.pem'),
  };
  const endpoints = [plain.url('/plain'), secure.url('/secure', 'localhost')];
  const stage = await startStage(
    endpoints.flatMap((url) => ['--secpaid-endpoint', url]),
    { env },
  );
  await startPaying(stage.url, createLink);
  const [[toPlain], [toSecure]] = await Promise.all([plain.waitForRequests(1), secure.waitForRequests(1)]);
  expect([toPlain?.target, toSecure?.target]).toEqual(['/plain', '/secure']);
  const played = await runCli(['run', scenario, '--url', stage.url], { env });
  expect(played.code, played.out + played.err).toBe(0);
  expect(plain.requests.map(({ target }) => target)).toContain('/called');
  expect(proxy.connections).toBe(0);
  expect(await stage.stop()).toBe(0);
});
