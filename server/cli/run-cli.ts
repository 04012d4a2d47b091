import { version } from '../version.js';
import { findConfigFile } from './find-config-file.js';
import type { Output } from './output.js';
import { readCommandLine } from './program.js';
import { configSetting } from './settings.js';
import { resolveValues } from './values.js';
import { verbs } from './verbs.js';

/**
 * Runs one command line.
 * @returns the exit code.
 * @throws HarnessError for whatever a person can put right.
 */
export async function runCli(argv: readonly string[], env: NodeJS.ProcessEnv, output: Output): Promise<number> {
  const invocation = await readCommandLine(argv, version, output);
  if (invocation === null) return 0;
  const { verb, args, flags } = invocation;
  const config = await readConfig(resolveValues([configSetting], flags, env, {}).get(configSetting));
  const values = resolveValues(verb.settings, flags, env, config.values);
  return await verb.run({ args, values, accounts: config.accounts, configFile: config.file, output, verbs });
}

/** The configuration file is looked for before its parser is loaded: most runs have none. */
async function readConfig(named: string | undefined) {
  const path = named ?? (await findConfigFile('.'));
  if (path === null) return { values: {}, accounts: {}, file: null };
  const { readConfigFile } = await import('./read-config-file.js');
  return { ...(await readConfigFile(path)), file: path };
}
