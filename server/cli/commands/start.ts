import { HarnessError } from '../../domain/errors.js';
import { startSettings } from '../settings.js';
import { targetSettings } from '../target-settings.js';
import type { Verb } from '../verb.js';

export const start: Verb = {
  name: 'start',
  summary: 'start the stage',
  description:
    "Starts the stage on this machine: the providers' APIs and checkout pages, the web page, and the delivery of webhooks to your app. Without any option it works at once: webhooks then go to a built-in receiver, so that you see them before your app is ready. Ctrl-C stops it; payments, keys and open deliveries stay in the data folder and go on at the next start.",
  arguments: [],
  settings: [...targetSettings, ...startSettings],
  examples: [
    'paystage start',
    ...targetSettings.slice(0, 1).map(({ flag }) => `paystage start --${flag} http://localhost:3000/webhooks`),
    'paystage start --port 0 --memory --json      # for a test: a free port, nothing on disk',
    'paystage start --speed 60                    # retries of an hour come after a minute',
  ],
  async run(call) {
    const { runStage } = await import('../run-stage.js');
    try {
      return await runStage(call);
    } catch (error) {
      if (error instanceof HarnessError && error.code === 'port_in_use') throw await nameHolder(error, call);
      throw error;
    }
  },
};

/** Says so when the port is taken by another stage. */
async function nameHolder(error: HarnessError, { values }: Parameters<Verb['run']>[0]): Promise<HarnessError> {
  const [{ askHealth }, { hostSetting, portSetting }, { DEFAULT_PORT }] = await Promise.all([
    import('../ask-health.js'),
    import('../settings.js'),
    import('../../index.js'),
  ]);
  const port = values.get(portSetting) ?? DEFAULT_PORT;
  const host = values.get(hostSetting) ?? 'localhost';
  const health = await askHealth(`http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`);
  if (health === null) return error;
  const pid = 'pid' in health && typeof health.pid === 'number' ? `pid ${health.pid}, ` : '';
  return new HarnessError(
    'port_in_use',
    `Port ${port} is in use by another Paystage: ${pid}started ${health.startedAt}, ${health.url}.`,
    {
      hint: 'Use that one, stop it, or choose another port with --port (0 picks a free one).',
      cause: error,
    },
  );
}
