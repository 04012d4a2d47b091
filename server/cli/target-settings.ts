import { providers } from '../providers/index.js';
import type { TargetSetting } from '../providers/provider.js';
import { defineList, isHttpUrl, type Setting, suggestUrl } from './setting.js';

/** A flag that says where the target app listens for one provider. */
export interface TargetFlag {
  provider: string;
  target: TargetSetting;
  setting: Setting<string[]>;
}

/** One flag for each target that a provider declares. */
export const targetFlags: readonly TargetFlag[] = providers.flatMap((provider) =>
  provider.targets.map((target) => ({ provider: provider.name, target, setting: defineTarget(target) })),
);

export const targetSettings: readonly Setting[] = targetFlags.map(({ setting }) => setting);

/** How --target names it: the provider alone stands for where its events go, another target is named by its flag. */
export function nameTarget({ provider, target: { flag, receivesEvents } }: Pick<TargetFlag, 'provider' | 'target'>): string {
  return receivesEvents ? provider : `${provider}.${shortenFlag(flag, provider)}`;
}

/** A flag without the provider in front. */
export function shortenFlag(flag: string, provider: string): string {
  return flag.startsWith(`${provider}-`) ? flag.slice(provider.length + 1) : flag;
}

function defineTarget(target: TargetSetting): Setting<string[]> {
  return defineList({
    flag: target.flag,
    placeholder: '<url>',
    description: `${target.description}; repeatable`,
    expected: 'an absolute http or https URL',
    isItem: isHttpUrl,
    suggest: suggestUrl,
  });
}
