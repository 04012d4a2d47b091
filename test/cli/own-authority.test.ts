import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BadTarget } from '../support/bad-target.js';
import { makeCertificate } from '../support/make-certificate.js';
import { makeFolder, startStage } from './cli-runs.js';
import { createLink, startPaying } from './stage-apps.js';

const authority = makeCertificate({ name: 'An authority of our own' });
const folder = makeFolder();
const authorityFile = join(folder.path, 'authority.pem');
let app: BadTarget;

beforeAll(async () => {
  writeFileSync(authorityFile, authority.cert);
  app = await BadTarget.start({ tls: makeCertificate({ name: 'localhost', issuer: authority }) });
});
afterAll(async () => {
  await app.close();
  folder.remove();
});

test.each([
  ['an app whose authority nobody knows is not called, and the hint names the variable', {}, /tls failed|not acknowledged|TLS/i],
  [
    'nothing turns that off, not even what does for every other program',
    { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    /tls failed|not acknowledged|TLS/i,
  ],
  ['an app whose authority NODE_EXTRA_CA_CERTS names is called', { NODE_EXTRA_CA_CERTS: authorityFile }, /acknowledged$/],
] as [string, Record<string, string>, RegExp][])('W8 %s', async (_title, env, line) => {
  const stage = await startStage(['--secpaid-endpoint', app.url('/hook', 'localhost')], { env });
  const before = app.requests.length;
  await startPaying(stage.url, createLink);
  await stage.waitForLine(new RegExp(`back <--.*${line.source}`, 'i'));
  if ('NODE_EXTRA_CA_CERTS' in env) expect(app.requests.length).toBe(before + 1);
  else {
    await stage.waitForLine(/Start Paystage with NODE_EXTRA_CA_CERTS/);
    expect(app.requests.length).toBe(before);
  }
  expect(await stage.stop()).toBe(0);
});
