import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '../../server/checks/catalogue/index.js';
import { faultNames } from '../../server/domain/fault-kinds.js';
import { runInProcess } from './cli-runs.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'paystage-completion-'));
  writeFileSync(join(folder, 'scenario.yaml'), '');
});
afterAll(() => rmSync(folder, { recursive: true }));

const hasShell = (shell: string) => spawnSync(shell, ['--version']).status === 0;

async function writeScript(shell: string): Promise<string> {
  const { code, out } = await runInProcess(['completion', shell]);
  expect(code).toBe(0);
  const file = join(folder, `paystage.${shell}`);
  writeFileSync(file, out);
  return file;
}

describe.skipIf(!hasShell('bash'))(`completion in bash${hasShell('bash') ? '' : ' (there is none here)'}`, () => {
  /** What the Tab key offers behind these words. */
  async function complete(...words: string[]): Promise<string[]> {
    const script = [
      `source '${await writeScript('bash')}'`,
      'complete -p paystage',
      `COMP_WORDS=(${['paystage', ...words].map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}`,
      '_paystage',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is for bash
      'printf "%s\\n" "${COMPREPLY[@]}"',
    ];
    const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-c', script.join('\n')], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const [registered, ...offered] = stdout.trim().split('\n');
    expect(registered).toBe('complete -o default -F _paystage paystage');
    return offered.filter(Boolean);
  }

  test('offers every verb that the help lists', async () => {
    const help = (await runInProcess(['--help'])).out;
    const verbs = [...help.matchAll(/^ {2}([a-z]+) {2,}[a-z]/gm)].map(([, name]) => name ?? '');
    expect(new Set(await complete(''))).toEqual(new Set([...verbs, '--help', '--version']));
    expect(await complete('dem')).toEqual(['demo']);
    expect(await complete('help', 'che')).toEqual(['check']);
  });

  test('offers the flags of the verb, and the values that a flag can have', async () => {
    const help = (await runInProcess(['check', '--help'])).out;
    const flags = [...help.matchAll(/^ {2}(?:-h, )?(--[a-z-]+)/gm)].map(([, flag]) => flag ?? '');
    expect(new Set(await complete('check', '--'))).toEqual(new Set(flags));
    expect(await complete('env', '--format', '')).toEqual(['dotenv', 'json']);
    expect(await complete('check', '--only', '')).toEqual(['trust', ...catalogue.map(({ id }) => id)]);
    // A file, of which bash knows itself.
    expect(await complete('start', '--config', '')).toEqual([]);
  });

  test('offers names of providers, faults and ready scenarios, and words that stand alone', async () => {
    expect(await complete('check', '')).toEqual(['secpaid', 'securepayapi']);
    expect(await complete('fault', '')).toEqual(faultNames);
    expect(await complete('trigger', 'paid-at')).toContain('paid-at-once');
    expect(await complete('hold', '')).toEqual(['webhook', 'redirect']);
    expect(await complete('run', '')).toEqual([]);
  });
});

describe.each(['zsh', 'fish'])('completion in %s', (shell) => {
  test('names every verb and flag', async () => {
    const { out } = await runInProcess(['completion', shell]);
    for (const word of ['demo', 'paid-at-once', 'IDM-1', 'securepayapi']) expect(out).toContain(word);
    expect(out).toContain(shell === 'zsh' ? '--securepayapi-webhook' : '-l securepayapi-webhook');
  });

  test.skipIf(!hasShell(shell))(
    `is read without an error${hasShell(shell) ? '' : ' (there is no such shell here)'}`,
    async () => {
      const { status, stderr } = spawnSync(shell, ['-n', await writeScript(shell)], { encoding: 'utf8' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    },
  );
});

test('another shell is refused with the nearest one', async () => {
  expect(await runInProcess(['completion', 'bsh'])).toMatchObject({ code: 2, err: expect.stringContaining('"bash"') });
});
