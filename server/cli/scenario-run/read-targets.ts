import { HarnessError } from '../../domain/errors.js';
import { nearestName } from '../../domain/nearest.js';
import { hideCredentialsWithin } from '../../domain/url-credentials.js';
import { providers } from '../../providers/index.js';
import type { Provider, TargetSetting } from '../../providers/provider.js';
import { listProviders } from '../../scenarios/format/list-providers.js';
import type { Scenario } from '../../scenarios/format/scenario.js';
import type { Targets } from '../../scenarios/run/play-scenario.js';
import { isHttpUrl, suggestUrl } from '../setting.js';
import { shortenFlag, targetFlags } from '../target-settings.js';
import { toTerminalText } from '../terminal-text.js';
import type { Values } from '../values.js';
import { targetSetting } from './run-settings.js';

/**
 * Where the app listens, by provider and setting, as --target and the providers' own flags say it.
 * @throws HarnessError `misuse` naming the target, what was expected and the nearest name.
 */
export function readTargets(values: Values, scenarios: readonly Scenario[]): Targets {
  const found: Record<string, Record<string, string[]>> = {};
  const add = (provider: string, setting: string, urls: readonly string[]) => {
    found[provider] = { ...found[provider], [setting]: [...(found[provider]?.[setting] ?? []), ...urls] };
  };
  for (const { provider, target, setting } of targetFlags)
    if (values.isFlag(setting)) add(provider, target.setting, values.get(setting) ?? []);
  for (const text of values.get(targetSetting) ?? []) {
    const { provider, setting, url } = readTarget(text, scenarios);
    add(provider, setting, [url]);
  }
  return found;
}

export type SettingsByProvider = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Providers whose events would go to the built-in receiver, because neither a file nor anything else says where the app listens. */
export function findWithoutTarget(scenarios: readonly Scenario[], given: readonly SettingsByProvider[]): string[] {
  const hasTarget = (provider: Provider, from: SettingsByProvider) =>
    provider.targets.some(({ setting, receivesEvents }) => receivesEvents && isNamed(from[provider.name]?.[setting]));
  return providers
    .filter((provider) => !given.some((from) => hasTarget(provider, from)))
    .filter((provider) =>
      scenarios.some((scenario) => {
        const isUsed = listProviders([scenario]).includes(provider.name);
        return isUsed && !hasTarget(provider, scenario.target) && !hasTarget(provider, scenario.accounts);
      }),
    )
    .map(({ name }) => name);
}

function isNamed(urls: unknown): boolean {
  return urls !== undefined && !(Array.isArray(urls) && urls.length === 0);
}

function readTarget(text: string, scenarios: readonly Scenario[]): { provider: string; setting: string; url: string } {
  if (/^https?:/i.test(text)) {
    const provider = findOnlyProvider(scenarios);
    return { provider: provider.name, setting: chooseTarget(provider, undefined).setting, url: checkUrl(text, text) };
  }
  const at = text.indexOf('=');
  if (at === -1) throw refuse(text, 'expected <provider>=<url> or a URL', suggestUrl(text));
  const [name = '', which] = splitOnce(text.slice(0, at));
  const provider = providers.find((candidate) => candidate.name === name);
  const known = providers.map((candidate) => candidate.name);
  if (!provider) throw refuse(text, `there is no provider "${toTerminalText(name, 60)}"`, hintNames(name, known));
  return { provider: name, setting: chooseTarget(provider, which, text).setting, url: checkUrl(text.slice(at + 1), text) };
}

/** Where events go, unless another one is named by its flag, with or without the provider in front, or by its setting. */
function chooseTarget(provider: Provider, which: string | undefined, text = ''): TargetSetting {
  const { targets, name } = provider;
  const [first] = targets;
  if (which === undefined) {
    const chosen = targets.find(({ receivesEvents }) => receivesEvents) ?? first;
    if (chosen) return chosen;
  }
  const found = targets.find(({ flag, setting }) => [flag, shortenFlag(flag, name), setting].includes(which ?? ''));
  if (found) return found;
  const known = targets.map(({ flag }) => shortenFlag(flag, name));
  throw refuse(text, `${provider.title} has no target "${toTerminalText(which ?? '', 60)}"`, hintNames(which ?? '', known));
}

function findOnlyProvider(scenarios: readonly Scenario[]): Provider {
  const used = listProviders(scenarios);
  const [name] = used;
  const provider = used.length === 1 ? providers.find((candidate) => candidate.name === name) : undefined;
  if (provider) return provider;
  throw new HarnessError('misuse', '--target: a URL alone says nothing about which provider calls it.', {
    hint:
      used.length > 1
        ? `The scenarios use ${used.join(' and ')}: give ${used.map((each) => `--target ${each}=<url>`).join(' ')}.`
        : `Name the provider: --target <provider>=<url>.`,
  });
}

function checkUrl(url: string, text: string): string {
  if (isHttpUrl(url)) return url;
  throw refuse(text, 'expected an absolute http or https URL', suggestUrl(url));
}

function refuse(text: string, reason: string, hint: string | undefined): HarnessError {
  return new HarnessError(
    'misuse',
    `--target ${toTerminalText(hideCredentialsWithin(text), 200)}: ${reason}.`,
    hint === undefined ? {} : { hint },
  );
}

function hintNames(wrong: string, known: readonly string[]): string {
  const near = nearestName(wrong, known);
  return near === undefined ? `There is ${known.join(', ')}.` : `Did you mean "${near}"?`;
}

function splitOnce(text: string): [string, string | undefined] {
  const at = text.indexOf('.');
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
