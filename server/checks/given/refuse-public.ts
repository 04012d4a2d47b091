import { HarnessError } from '../../domain/errors.js';
import { hideCredentials } from '../../domain/url-credentials.js';

/** Asks where an address leads; `blocked`: to none that the stage may call. */
type AskTarget = (url: string) => Promise<{ state: string; message: string }>;

/** Checks are an attack of a kind: they go to this machine and its own network, elsewhere only where somebody allowed it. @throws HarnessError `blocked_target` (exit 2). */
export async function refusePublic(urls: readonly (string | null | undefined)[], ask: AskTarget): Promise<void> {
  for (const url of urls) {
    if (typeof url !== 'string') continue;
    const { state, message } = await ask(url);
    if (state !== 'blocked') continue;
    // Some are never called, whatever is allowed.
    const way = message.endsWith('--allow-target does not list it')
      ? ' A test system that is yours can be allowed with --allow-target.'
      : '';
    throw new HarnessError('blocked_target', `${hideCredentials(url)} is not checked: ${message}.`, {
      hint: `Run the app on this machine or in your own network.${way}`,
    });
  }
}
