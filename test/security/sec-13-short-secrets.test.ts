import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runInProcess } from '../cli/cli-runs.js';
import { callControl, startHarness } from '../support/harness.js';

const folder = mkdtempSync(join(tmpdir(), 'paystage-short-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SHORT = 's3kr3';
const accounts = {
  token: { secpaid: { keys: { token: SHORT } } },
  encryptionKey: { secpaid: { keys: { encryptionKey: SHORT } } },
  secretKey: { securepayapi: { keys: { secretKey: SHORT } } },
};

test('SEC-13 a key that is too short to be masked is refused in a file, by a program and by the API', async () => {
  const harness = await startHarness();
  for (const [name, given] of Object.entries(accounts)) {
    const [provider = ''] = Object.keys(given);
    const path = `/accounts/${provider}/keys/${name}/rotate`;
    const byApi = await callControl(harness, 'POST', path, { value: SHORT }).catch((error: Error) => error.message);
    expect(String(byApi), name).toContain('invalid_key');

    const words = 'expected 6 to 200 visible ASCII characters';
    const byProgram = await startHarness({ accounts: given }).catch((error: unknown) => error);
    expect(byProgram).toMatchObject({ code: 'invalid_key', message: expect.stringContaining(words) });

    const file = join(folder, `${name}.json`);
    writeFileSync(file, JSON.stringify({ port: 0, memory: true, accounts: given }));
    const { code, out, err } = await runInProcess(['start', '--config', file]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`accounts.${provider}.keys.${name}: ${words}`);
    expect(err).toContain('\nhint: ');
    expect(err + String(byApi) + String(byProgram)).not.toContain(SHORT);
  }
  await harness.close();
});

test('SEC-13 so is a token, given by flag, by variable, in a file and by a program', async () => {
  const file = join(folder, 'token.json');
  writeFileSync(file, JSON.stringify({ port: 0, memory: true, token: SHORT }));
  const start = ['start', '--memory', '--port', '0'];
  for (const { code, out, err } of [
    await runInProcess([...start, '--token', SHORT]),
    await runInProcess(start, { PAYSTAGE_TOKEN: SHORT }),
    await runInProcess(['start', '--config', file]),
  ]) {
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('expected a token of at least 6 letters, digits');
    expect(err).toContain('\nhint: ');
    expect(err).not.toContain(SHORT);
  }
  await expect(startHarness({ token: SHORT })).rejects.toMatchObject({ code: 'invalid_token', exitCode: 2 });
  await expect(startHarness({ token: 'two words and more' })).rejects.toMatchObject({ code: 'invalid_token' });
});

test('SEC-13 the shortest ones that are taken are masked', async () => {
  const [token, key] = ['tok-n1', 'k3y-n1'];
  const harness = await startHarness({ token, accounts: { secpaid: { keys: { token: key } } } });
  await fetch(`${harness.url}/_paystage/bin/x?a=${token}`, { method: 'POST', body: `${token} ${key}` });
  const lines: string[] = [];
  for await (const part of harness.engine.log.read(0)) lines.push(...part);
  await harness.close();
  expect(lines.join()).toContain('bin.received');
  expect(lines.join()).not.toMatch(/tok-n1|k3y-n1/);
});
