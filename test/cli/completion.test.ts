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

/** What the Tab key offers behind each line. */
type Complete = (lines: readonly string[]) => Promise<string[][]>;

async function completeInBash(lines: readonly string[]): Promise<string[][]> {
  const calls = lines.map((line) => {
    const words = line.replaceAll('=', ' = ').replace(/ = $/, ' =').split(' ');
    const given = words.map((word) => `'${word}'`).join(' ');
    return `COMP_WORDS=(${given}); COMP_CWORD=${words.length - 1}; _paystage; printf '%s\n' "\${COMPREPLY[@]}"; echo END`;
  });
  const script = [`source '${await writeScript('bash')}'`, 'complete -p paystage >&2', ...calls].join('\n');
  const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: 'complete -o default -F _paystage paystage\n' });
  return splitOffers(stdout);
}

/** In a terminal of its own, since zsh completes nothing without one. */
async function completeInZsh(lines: readonly string[]): Promise<string[][]> {
  const [driver, out] = [join(folder, 'drive.zsh'), join(folder, 'offers')];
  writeFileSync(driver, ZSH_DRIVER);
  const words = ['-f', driver, await writeScript('zsh'), out, ...lines];
  const { status, stdout, stderr } = spawnSync('zsh', words, { encoding: 'utf8', cwd: folder });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return splitOffers(stdout);
}

async function completeInFish(lines: readonly string[]): Promise<string[][]> {
  const script = [`source '${await writeScript('fish')}'`, ...lines.map((line) => `complete -C '${line}'; echo END`)].join('\n');
  const env = { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder };
  const { status, stdout, stderr } = spawnSync('fish', ['--no-config', '-c', script], { encoding: 'utf8', cwd: folder, env });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return splitOffers(stdout).map((offers) => offers.map((offer) => offer.split('\t', 1)[0] ?? ''));
}

function splitOffers(text: string): string[][] {
  return text
    .split('END\n')
    .slice(0, -1)
    .map((part) => [...new Set(part.split('\n').filter((line) => line.trim() !== ''))]);
}

/** Types each line and Tab into a zsh, and writes down what its completion adds. */
const ZSH_DRIVER = String.raw`
zmodload zsh/zpty
script=$1 out=$2; shift 2
zpty -b tty "TERM=dumb zsh -f -i"
zpty -w tty "PS1= RPS1=; autoload -Uz compinit; compinit -u -D; source \${(q)script}
compadd() {
  (( \${@[(I)-(O|A|D)*]} )) && { builtin compadd \"\$@\"; return }
  local -a found; builtin compadd -A found \"\$@\"; print -rl -- \$found >> \${(q)out}; builtin compadd \"\$@\"
}
offer() { _main_complete; print -r -- END >> \${(q)out} }
zle -C offer complete-word offer; bindkey '^I' offer; print -r -- READY >> \${(q)out}"
await() {
  for (( n = 0; n < 1000; n++ )) {
    [[ -e $out && $(<$out) = *$1 ]] && return
    sleep 0.05; zpty -rt tty ignored '*' 2>/dev/null
  }
  print -u2 "zsh did not say $1"; exit 1
}
await READY
for line in "$@"; do
  : > $out
  zpty -wn tty "$line"$'\t'
  await END
  cat $out
  zpty -wn tty $'\x15'
done
zpty -d tty
`.replaceAll('\\${', '${');

const shells: [string, Complete][] = [
  ['bash', completeInBash],
  ['zsh', completeInZsh],
  ['fish', completeInFish],
];

describe.each(shells)('completion in %s', (shell, complete) => {
  const isMissing = !hasShell(shell);
  const why = isMissing ? ' (there is no such shell here)' : '';

  test.skipIf(isMissing)(`offers every verb that the help lists${why}`, async () => {
    const help = (await runInProcess(['--help'])).out;
    const verbs = [...help.matchAll(/^ {2}([a-z]+) {2,}[a-z]/gm)].map(([, name]) => name ?? '');
    const [all = [], demo, check] = await complete(['paystage ', 'paystage dem', 'paystage help che']);
    expect(all).toEqual(expect.arrayContaining(verbs));
    expect([demo, check]).toEqual([['demo'], ['check']]);
  });

  test.skipIf(isMissing)(`offers the flags of the verb, and the values that a flag can have${why}`, async () => {
    const help = (await runInProcess(['check', '--help'])).out;
    const wanted = [...help.matchAll(/^ {2}(?:-h, )?(--[a-z-]+)/gm)].map(([, flag]) => flag ?? '');
    const [flags = [], formats, ids, more, files, port] = await complete([
      'paystage check --',
      'paystage env --format ',
      'paystage check --only ',
      'paystage check --only SIG-1,IDM-1',
      'paystage start --config scen',
      'paystage start --port ',
    ]);
    expect(new Set(flags.filter((flag) => flag.startsWith('-')))).toEqual(new Set(wanted));
    expect(formats).toEqual(['dotenv', 'json']);
    expect(new Set(ids)).toEqual(new Set(['trust', ...catalogue.map(({ id }) => id)]));
    expect(more?.map((offer) => offer.replace('SIG-1,', ''))).toEqual(['IDM-1']);
    // Files are bash's own business.
    expect(files).toEqual(shell === 'bash' ? [] : ['scenario.yaml']);
    expect(port).toEqual([]);
  });

  test.skipIf(isMissing)(`knows which word stands where${why}`, async () => {
    const [providers, second = [], faults, ready, id = [], result, value, files, none = []] = await complete([
      'paystage check ',
      'paystage check secpaid ',
      'paystage fault ',
      'paystage trigger paid-at',
      'paystage challenge ',
      'paystage challenge 7 ',
      'paystage env --format=',
      'paystage run one.yaml scen',
      'paystage demo ',
    ]);
    expect(providers).toEqual(['secpaid', 'securepayapi']);
    expect(new Set(faults)).toEqual(new Set(faultNames));
    expect(ready).toContain('paid-at-once');
    expect(new Set(result)).toEqual(new Set(['pass', 'fail', 'abandon']));
    expect(value?.map((offer) => offer.replace('--format=', ''))).toEqual(['dotenv', 'json']);
    expect(files).toEqual(shell === 'bash' ? [] : ['scenario.yaml']);
    // Some shells offer flags where no word can stand.
    for (const offers of [second, id, none]) expect(offers.filter((offer) => !offer.startsWith('-'))).toEqual([]);
  });
});

test('another shell is refused with the nearest one', async () => {
  expect(await runInProcess(['completion', 'bsh'])).toMatchObject({ code: 2, err: expect.stringContaining('"bash"') });
});
