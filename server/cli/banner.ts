import { hideCredentials } from '../domain/url-credentials.js';
import type { Harness } from '../index.js';
import { maskSecret } from '../log/redact.js';
import type { Paint } from './paint.js';
import { targetFlags } from './target-settings.js';
import { toTerminalText } from './terminal-text.js';

/** One provider as `start` introduces it. */
export interface Introduction {
  name: string;
  title: string;
  baseUrl: string;
  /** Variables for the app, secrets masked. */
  env: Record<string, string>;
  targets: { flag: string; urls: string[]; receivesEvents: boolean }[];
}

/** What the stage offers, without a secret in it. */
export function introduce({ engine, address }: Harness): Introduction[] {
  return [...engine.providers.values()].map((provider) => {
    const account = engine.accounts.inLane(provider.name, 'default');
    const keys = Object.fromEntries(
      Object.entries(account.keys).map(([name, value]) => {
        const isSecret = provider.keys.find((key) => key.name === name)?.isSecret !== false;
        return [name, isSecret ? maskSecret(value) : value];
      }),
    );
    const baseUrl = address.providerUrl(provider.name);
    const targets = targetFlags
      .filter((flag) => flag.provider === provider.name)
      .map(({ target: { flag, setting, receivesEvents } }) => {
        const urls = account.settings[setting];
        return { flag, receivesEvents, urls: Array.isArray(urls) ? urls.map((url) => hideCredentials(String(url))) : [] };
      });
    return {
      name: provider.name,
      title: provider.title,
      baseUrl,
      env: provider.buildEnv({ ...account, keys }, baseUrl),
      targets,
    };
  });
}

/** True for an address of the stage's own built-in receivers. */
export function isBuiltInReceiver(url: string, stageUrl: string): boolean {
  return url.startsWith(`${stageUrl}/_paystage/bin/`);
}

export interface BannerFacts {
  url: string;
  version: string;
  /** Null: in memory only. */
  dataDir: string | null;
  hasToken: boolean;
  speed: number | undefined;
  /** The command that prints the environment of exactly this stage. */
  envCommand: string;
}

/** What is printed once the stage listens; its first line is what scripts wait for. */
export function formatBanner(facts: BannerFacts, introductions: readonly Introduction[], paint: Paint): string[] {
  const { url, version, dataDir, hasToken, speed, envCommand } = facts;
  const row = (name: string, value: string) => `  ${paint('faint', name.padEnd(LABEL_WIDTH))}${value}`;
  return [
    `${paint('strong', 'Paystage is ready at')} ${paint('name', url)}`,
    '',
    row('Page', hasToken ? `${url}/#token=<the token>` : `${url}/`),
    row('Data', dataDir === null ? 'in memory; nothing is kept when it stops' : toTerminalText(dataDir, 500)),
    ...(speed === undefined || speed === 1
      ? []
      : [row('Time', speed === 0 ? 'stands still' : `runs at ${speed} times its usual speed`)]),
    row('Version', version),
    ...introductions.flatMap((introduction) => ['', ...formatIntroduction(introduction, url, paint)]),
    '',
    `  Copy base URLs, keys and secrets into your app with: ${paint('name', envCommand)}`,
    '',
  ];
}

const LABEL_WIDTH = 30;

function formatIntroduction({ title, env, targets }: Introduction, stageUrl: string, paint: Paint): string[] {
  const row = (name: string, value: string) => `  ${paint('faint', name.padEnd(LABEL_WIDTH))}${value}`;
  return [
    `  ${paint('strong', title)}`,
    ...Object.entries(env).map(([name, value]) => row(name, toTerminalText(value, 200))),
    ...targets.map(({ flag, urls, receivesEvents }) =>
      row(receivesEvents ? 'webhooks go to' : `--${flag}`, describeTarget(flag, urls, stageUrl)),
    ),
  ];
}

function describeTarget(flag: string, urls: readonly string[], stageUrl: string): string {
  const [first] = urls;
  if (first === undefined) return 'not set';
  if (urls.length === 1 && isBuiltInReceiver(first, stageUrl)) return `the built-in receiver, until --${flag} names your app`;
  return urls.map((url) => toTerminalText(url, 300)).join(', ');
}
