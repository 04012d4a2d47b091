import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { ControlClient } from '../client/control-client.js';
import { HarnessError } from '../domain/errors.js';
import { askHealth } from './ask-health.js';
import { DEFAULT_DATA_FOLDER, dataSetting, portSetting, tokenSetting, urlSetting } from './settings.js';
import type { Values } from './values.js';

/** Also in server/index.ts, which would load the whole server. */
const DEFAULT_PORT = 4747;

const START_UP_MS = 3_000;
const LOOK_AGAIN_MS = 100;

/** Where a stage may run, by what was given. */
export interface Whereabouts {
  /** What was named; `data` also when nothing was, for the default folder. */
  by: 'url' | 'port' | 'data';
  /** Base URL, or null when no stage runs on the data folder. */
  url: string | null;
}

/**
 * Finds the address of the stage: --url, else --port, else whatever runs on the data folder, else the default port. Of these, the one that
 * was given more explicitly wins, so that a port in the configuration file does not hide the stage that runs with `--port 0`.
 */
export async function locateStage(values: Values): Promise<Whereabouts> {
  const url = values.get(urlSetting);
  const port = values.get(portSetting);
  const hasPort = port !== undefined && port !== 0;
  const [urlRank, portRank, dataRank] = [urlSetting, portSetting, dataSetting].map((setting) => values.rankOf(setting)) as [
    number,
    number,
    number,
  ];
  if (url !== undefined && urlRank >= portRank && urlRank >= dataRank) return { by: 'url', url: url.replace(/(?<!\/)\/+$/, '') };
  if (hasPort && portRank >= dataRank && portRank > 1) return { by: 'port', url: `http://localhost:${port}` };
  const running = await findByFolder(values.get(dataSetting) ?? DEFAULT_DATA_FOLDER);
  if (running !== null) return { by: 'data', url: running };
  if (dataRank > portRank) return { by: 'data', url: null };
  const fallback = `http://localhost:${hasPort ? port : DEFAULT_PORT}`;
  return { by: hasPort ? 'port' : 'data', url: (await askHealth(fallback)) ? fallback : null };
}

/** A client for the stage that is meant. @throws HarnessError `no_stage` (exit 2) when none runs. */
export async function connect(values: Values): Promise<ControlClient> {
  const { url } = await locateStage(values);
  if (url !== null) return new ControlClient({ url, token: values.get(tokenSetting) });
  const folder = values.get(dataSetting);
  const port = values.get(portSetting) ?? DEFAULT_PORT;
  throw new HarnessError(
    'no_stage',
    `No stage runs ${folder === undefined ? `on port ${port}` : `with the data folder ${folder}`}.`,
    {
      hint: 'Start one with "paystage start", or say where it runs with --url, --port or --data.',
    },
  );
}

/** A stage that is just starting holds its folder before it answers, so it gets a moment. */
async function findByFolder(folder: string): Promise<string | null> {
  if (!existsSync(folder)) return null;
  const { findInstance } = await import('../log/lock.js');
  const giveUpAtMs = Date.now() + START_UP_MS;
  for (;;) {
    const instance = await findInstance(folder);
    const health = instance?.url === undefined || instance.url.endsWith(':0') ? null : await askHealth(instance.url);
    if (health !== null || instance === null || Date.now() > giveUpAtMs) return health === null ? null : (instance?.url ?? null);
    await setTimeout(LOOK_AGAIN_MS);
  }
}
