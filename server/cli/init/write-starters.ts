import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { packageFile } from '../../package-files.js';
import type { Config } from '../check-config.js';
import { findConfigFile } from '../find-config-file.js';
import { readConfigFile } from '../read-config-file.js';
import { nameTarget, targetFlags } from '../target-settings.js';
import { chooseAddress, findAppAddresses } from './app-addresses.js';
import { buildConfig, buildEnvFile, makeKeys } from './build-config.js';
import { detectProject, type Project } from './detect-project.js';
import { writeNew } from './write-new.js';

const CONFIG = 'paystage.config.yaml';
const ENV = '.env.paystage';
export const GITLAB_JOB = 'paystage.gitlab-ci.yml';

/** Files by what happened to them, as paths that can be typed here, and what was found out before. */
export interface Starters {
  written: readonly string[];
  kept: readonly string[];
  project: Project;
  /** What `--target` has to say, because the configuration does not: `<target>=<address>`. */
  missingTargets: readonly string[];
}

/**
 * Writes what a project starts with: scenarios into a folder; configuration, environment and a CI job where they belong. Never replaces a file.
 * @throws HarnessError `cannot_write`.
 */
export async function writeStarters(folder: string): Promise<Starters> {
  const project = await detectProject('.');
  const addresses = findAppAddresses(project);
  const written: string[] = [];
  const kept: string[] = [];
  const write = async (path: string, content: string) => {
    (await writeNew(path, content)) ? written.push(path) : kept.push(path);
  };
  const config = await findConfigFile('.').catch(() => CONFIG);
  const hasEnv = existsSync(ENV);
  // Both have the keys, so they are written together or not at all.
  const keys = config === null && !hasEnv ? makeKeys() : null;
  if (config === null) await write(CONFIG, buildConfig(project, addresses, keys));
  else kept.push(config);
  if (keys !== null) await write(ENV, buildEnvFile(keys));
  else if (hasEnv) kept.push(ENV);
  for (const { name, text } of await readScenarios()) await write(join(folder, name), addresses.fillIn(text));
  // Its first command is npm's.
  if (project.isNode) await write(...(await buildJob(project, folder, addresses.fillIn)));
  // One that cannot be read says nothing about addresses.
  const { values } = await readConfigFile(config ?? CONFIG).catch((): Pick<Config, 'values'> => ({ values: {} }));
  const missingTargets = targetFlags
    .filter(({ setting }) => values[setting.name] === undefined)
    .map((flag) => `${nameTarget(flag)}=${chooseAddress(addresses, flag)}`);
  return { written, kept, project, missingTargets };
}

async function readScenarios(): Promise<{ name: string; text: string }[]> {
  const root = packageFile('fixtures/starters');
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return await Promise.all(
    files.sort().map(async (file) => ({ name: relative(root, file), text: await readFile(file, 'utf8') })),
  );
}

/** The recipe of the examples, for this project: path and text. */
async function buildJob(
  { isOnGitLab, start }: Project,
  folder: string,
  fillIn: (text: string) => string,
): Promise<[string, string]> {
  const recipe = await readFile(packageFile(`examples/ci/${isOnGitLab ? 'gitlab-ci' : 'github-actions'}.yml`), 'utf8');
  const inBackground = start.includes('&&') ? `(${start})` : start;
  const text = recipe
    .replaceAll('npm start >', `${inBackground} >`)
    .replaceAll('paystage run paystage ', `paystage run ${quote(folder)} `);
  return [isOnGitLab ? GITLAB_JOB : join('.github', 'workflows', 'paystage.yml'), fillIn(text)];
}

function quote(word: string): string {
  return /^[\w./@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
