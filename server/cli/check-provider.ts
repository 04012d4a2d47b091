import type { ControlClient } from '../client/control-client.js';
import type { EnvironmentView } from '../http/control/replies.js';
import { checkChoice } from './check-choice.js';

/** @throws HarnessError `misuse` when the stage has no such provider, with the nearest name. */
export async function checkProvider(client: ControlClient, name: string): Promise<void> {
  const { providers } = await client.get<EnvironmentView>('/environment');
  checkChoice(
    'provider',
    name,
    providers.map((provider) => provider.name),
  );
}
