import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answer } from '../support/bad-behaviours.js';
import { BadTarget } from '../support/bad-target.js';
import { makeCertificate } from '../support/make-certificate.js';
import { makeFolder, runCli, startStage } from './cli-runs.js';
import { createLink, startPaying } from './stage-apps.js';

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

test('A9 a stage and a command in a shell whose variables all name a proxy never call it, for http and https', async () => {
  const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].flatMap((name) => [name, name.toLowerCase()]);
  const env = {
    ...Object.fromEntries(names.map((name) => [name, proxy.url()])),
    // Nobody is exempt, and Node itself is asked to obey (since 22.21 it does).
    NO_PROXY: '',
    no_proxy: '',
    NODE_USE_ENV_PROXY: '1',
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
  expect(await runCli(['create', 'secpaid', '--url', stage.url], { env })).toMatchObject({ code: 0, err: '' });
  expect(proxy.connections).toBe(0);
  expect(await stage.stop()).toBe(0);
});
