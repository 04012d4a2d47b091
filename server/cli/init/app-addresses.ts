import type { TargetFlag } from '../target-settings.js';
import type { Project } from './detect-project.js';

/** The address that examples and starters are written with. */
const WRITTEN_APP = 'http://localhost:3000';
const WRITTEN_HOOKS = `${WRITTEN_APP}/webhooks`;

/** Where the app of a project mostly listens. */
export interface AppAddresses {
  app: string;
  /** Where browsers come back to. */
  callback: string;
  endpointOf(provider: string): string;
  /** A text of ours with these addresses in place of those that it is written with. */
  fillIn(text: string): string;
}

export function findAppAddresses({ appUrl, framework }: Project): AppAddresses {
  const hooks = `${appUrl}${framework?.hooks ?? '/webhooks'}`;
  return {
    app: appUrl,
    callback: `${appUrl}/checkout/callback`,
    endpointOf: (provider) => `${hooks}/${provider}`,
    fillIn: (text) => text.replaceAll(WRITTEN_HOOKS, hooks).replaceAll(WRITTEN_APP, appUrl),
  };
}

/** Where this app mostly listens for what is sent to a target. */
export function chooseAddress({ endpointOf, callback }: AppAddresses, { provider, target }: TargetFlag): string {
  return target.receivesEvents ? endpointOf(provider) : callback;
}
