import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { providers } from '../../server/providers/index.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (name: string) => readFileSync(ROOT + name, 'utf8');

const KNOWN = ['FROM', 'WORKDIR', 'COPY', 'RUN', 'ENV', 'USER', 'VOLUME', 'EXPOSE', 'HEALTHCHECK', 'ENTRYPOINT', 'CMD'];

interface Instruction {
  word: string;
  rest: string;
}

/** One list for each FROM. */
function readStages(): Instruction[][] {
  const lines = read('Dockerfile')
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter(Boolean);
  const stages: Instruction[][] = [];
  for (const line of lines) {
    const [word = ''] = line.split(' ', 1);
    if (word === 'FROM') stages.push([]);
    stages.at(-1)?.push({ word, rest: line.slice(word.length + 1) });
  }
  return stages;
}

test('the image is made in stages, small, runs as nobody special, and says how it is', () => {
  const stages = readStages();
  const all = stages.flat();
  expect(all.filter(({ word }) => !KNOWN.includes(word))).toEqual([]);
  expect(stages.length).toBeGreaterThan(1);
  for (const [first] of stages) expect(first?.rest).toMatch(/^node:\d+-alpine\b/);
  const last = stages.at(-1) ?? [];
  const of = (word: string) => last.filter((one) => one.word === word).map(({ rest }) => rest);
  expect(of('USER')).toEqual(['node']);
  expect(of('HEALTHCHECK')).toHaveLength(1);
  expect(of('ENTRYPOINT')[0]).toMatch(/^\[/);
  // Everything that root has to do is done before.
  expect(last.findIndex(({ word }) => word === 'RUN')).toBeLessThan(last.findIndex(({ word }) => word === 'USER'));
  expect(of('RUN').join()).not.toContain('npm');
  expect(all.some(({ rest }) => /sudo|chmod 777|curl .*\| *sh|--unsafe-perm|:latest/.test(rest))).toBe(false);
  const secrets = all.filter(({ word, rest }) => word === 'ENV' && /(TOKEN|KEY|SECRET)=/.test(rest));
  expect(secrets).toEqual([]);
});

test('what the build needs is let in, and nothing else', () => {
  const kept = read('.dockerignore')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1));
  for (const name of kept) expect(existsSync(ROOT + name), name).toBe(true);
  const { files } = JSON.parse(read('package.json')) as { files: string[] };
  for (const name of files.filter((one) => !/^!|^dist/.test(one)))
    expect(
      kept.some((one) => name.startsWith(one)),
      name,
    ).toBe(true);
  expect(kept).not.toContain('node_modules');
});

test('the compose example gives stage and shop the same keys', () => {
  const { services } = parse(read('examples/compose/compose.yaml')) as { services: Record<string, Record<string, unknown>> };
  expect(services.paystage?.build).toBe('../..');
  expect(services.shop?.network_mode).toBe('service:paystage');
  const config = parse(read('examples/compose/paystage.config.yaml')) as {
    accounts: Record<string, { keys: Record<string, string> }>;
  };
  const env = Object.fromEntries(
    read('examples/compose/shop.env')
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split('=', 2)),
  );
  for (const provider of providers) {
    const account = {
      id: '',
      provider: provider.name,
      lane: 'default',
      keys: config.accounts[provider.name]?.keys ?? {},
      settings: {},
    };
    expect(env).toMatchObject(provider.buildEnv(account, `http://localhost:4747/${provider.name}`));
  }
});
