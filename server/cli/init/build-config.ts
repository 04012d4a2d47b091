import { DEFAULT_LANE } from '../../domain/lane.js';
import { randomIds } from '../../engine/lanes/ids.js';
import { DEFAULT_PORT } from '../../index.js';
import { providers } from '../../providers/index.js';
import type { Provider } from '../../providers/provider.js';
import { toDotenv } from '../dotenv.js';
import { startSettings } from '../settings.js';
import { targetFlags } from '../target-settings.js';
import { type AppAddresses, chooseAddress } from './app-addresses.js';
import type { Project } from './detect-project.js';

/** Keys by provider and name. */
export type Keys = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** New keys, of those that an app has to know. They open nothing but a stage. */
export function makeKeys(): Keys {
  return Object.fromEntries(
    providers.map((provider) => {
      const all = Object.fromEntries(provider.keys.map((key) => [key.name, key.generate(randomIds)]));
      const told = Object.values(envOf(provider, all));
      return [provider.name, Object.fromEntries(Object.entries(all).filter(([, value]) => told.includes(value)))];
    }),
  );
}

/** The variables of an app, for a file. Without PAYSTAGE_URL: in a shell it would say that a stage runs already, and `run` would start none. */
export function buildEnvFile(keys: Keys): string {
  const lines = providers.flatMap((provider) => toDotenv(envOf(provider, keys[provider.name] ?? {})));
  return [
    '# What your app needs to talk to the stage instead of the real providers; paystage.config.yaml has the same keys.',
    '# They open nothing but a stage. For example: node --env-file=.env.paystage server.js',
    ...lines,
    '',
  ].join('\n');
}

function envOf(provider: Provider, keys: Readonly<Record<string, string>>): Record<string, string> {
  const account = { id: '', provider: provider.name, lane: DEFAULT_LANE, keys: { ...keys }, settings: {} };
  return provider.buildEnv(account, `http://localhost:${DEFAULT_PORT}/${provider.name}`);
}

/** What only a flag or a variable can say. */
const ELSEWHERE = startSettings.filter(({ isInFile }) => !isInFile).map(({ flag }) => `--${flag}`);

/** The commented configuration. @param keys null: an environment of the app's own is there already. */
export function buildConfig(project: Project, addresses: AppAddresses, keys: Keys | null): string {
  const { framework } = project;
  const off = framework === null ? '# ' : '';
  const accounts = Object.entries(keys ?? EXAMPLE_KEYS).flatMap(([name, own]) => [
    `  ${name}:`,
    '    keys:',
    ...Object.entries(own).map(([key, value]) => `      ${key}: ${value}`),
  ]);
  return [
    '# What "paystage start", "run" and "check" begin with. A flag wins over a PAYSTAGE_* variable, a variable over this file.',
    `# Every option of "paystage start --help" but ${ELSEWHERE.join(', ')} can stand here, written in camelCase.`,
    '',
    `# port: ${DEFAULT_PORT}`,
    '',
    framework === null
      ? '# Where your app listens. A target in a scenario file or on the command line wins.'
      : `# Where your app listens: the usual addresses of ${framework.title}. Put your own ones here.`,
    ...targetFlags.map((flag) => `${off}${flag.setting.name}: [${chooseAddress(addresses, flag)}]`),
    ...(framework === null
      ? []
      : ['', '# A signature is about the bytes of a webhook, so your app has to keep them:', `#   ${framework.rawBody}`]),
    '',
    ...(keys === null
      ? [
          '# Keys of your own, when your app cannot take the ones that "paystage env" prints.',
          '# accounts:',
          ...accounts.map((line) => `# ${line}`),
        ]
      : [
          '# Keys that open nothing but a stage, so that app, laptops and CI agree. .env.paystage has the same ones.',
          'accounts:',
          ...accounts,
        ]),
    '',
  ].join('\n');
}

const EXAMPLE_KEYS: Keys = Object.fromEntries(
  providers
    .slice(-1)
    .map(({ name, keys }) => [name, Object.fromEntries(keys.slice(0, 1).map((key) => [key.name, 'one_of_your_own']))]),
);
