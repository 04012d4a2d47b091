import { setTimeout } from 'node:timers/promises';
import { ControlClient } from '../../client/control-client.js';
import { HarnessError } from '../../domain/errors.js';
import type { EnvironmentView } from '../../http/control/replies.js';
import { askHealth } from '../ask-health.js';
import { checkChoice } from '../check-choice.js';
import { toDotenv } from '../dotenv.js';
import { locateStage } from '../find-stage.js';
import {
  connectionSettings,
  formatSetting,
  hostSetting,
  jsonSetting,
  memorySetting,
  providerSetting,
  tokenSetting,
  urlSetting,
} from '../settings.js';
import type { Values } from '../values.js';
import type { Verb, VerbCall } from '../verb.js';

/** As long as another one may have the folder that only reads its keys. */
const IN_USE_MS = 5_000;
const LOOK_AGAIN_MS = 100;

type Environment = Pick<EnvironmentView, 'url' | 'providers'>;

export const env: Verb = {
  name: 'env',
  summary: 'print base URLs, keys and secrets for your app',
  description:
    'Prints what your app needs to talk to the stage instead of the real providers, secrets included. The running stage is asked; when none runs, the keys come from the data folder and are made there if need be, so they are the same after the start.',
  arguments: [],
  settings: [formatSetting, providerSetting, hostSetting, memorySetting, ...connectionSettings],
  examples: [
    'paystage env > .env.paystage',
    'paystage env --format json',
    'paystage env --provider <name>',
    'set -a; . <(paystage env); set +a',
  ],
  async run(call) {
    const { values, output } = call;
    const variables = pickVariables(await readEnvironment(call), values.get(providerSetting));
    if (values.get(jsonSetting) || values.get(formatSetting) === 'json') output.line(JSON.stringify(variables, null, 2));
    else for (const line of toDotenv(variables)) output.line(line);
    return 0;
  },
};

/** Another `env`, or a stage that is just starting, has the folder for a moment: then it is looked for again. */
async function readEnvironment(call: VerbCall): Promise<Environment> {
  for (let giveUpAtMs = Number.POSITIVE_INFINITY; ; ) {
    const url = await findRunning(call.values);
    if (url !== null) return await new ControlClient({ url, token: call.values.get(tokenSetting) }).post('/environment/reveal');
    try {
      return await readFolder(call);
    } catch (error) {
      const isInUse = error instanceof HarnessError && error.code === 'data_in_use';
      giveUpAtMs = Math.min(giveUpAtMs, Date.now() + IN_USE_MS);
      if (!isInUse || Date.now() >= giveUpAtMs) throw error;
      await setTimeout(LOOK_AGAIN_MS);
    }
  }
}

/**
 * Keys can be asked for before the first start, also for a port of one's own choice. Only an address given as a flag must answer: this very
 * command prints PAYSTAGE_URL, so a shell may have it from a stage that is long gone.
 */
async function findRunning(values: Values): Promise<string | null> {
  const { by, url } = await locateStage(values);
  const mustAnswer = by === 'url' && values.isFlag(urlSetting);
  return url === null || mustAnswer || (await askHealth(url)) !== null ? url : null;
}

function pickVariables({ url, providers }: Environment, wanted: string | undefined): Record<string, string> {
  if (wanted === undefined) return Object.assign({ PAYSTAGE_URL: url }, ...providers.map((provider) => provider.env));
  const name = checkChoice(
    'provider',
    wanted,
    providers.map((provider) => provider.name),
  );
  return providers.find((provider) => provider.name === name)?.env ?? {};
}

/** Opens the data folder for a moment, under its lock. @throws HarnessError `no_stage` when its keys would not outlive this command. */
async function readFolder({ values, accounts }: VerbCall): Promise<Environment> {
  const { buildHarnessOptions } = await import('../harness-options.js');
  const options = buildHarnessOptions(values, accounts);
  if (options.dataDir === null) {
    throw new HarnessError('no_stage', 'No stage runs, and with --memory its keys are made when it starts.', {
      hint: 'Start it first, or leave --memory out to keep keys in the data folder.',
    });
  }
  if (options.port === 0) {
    throw new HarnessError('no_stage', 'No stage runs, and with --port 0 its address is known only when it does.', {
      hint: 'Start it first, or choose a port.',
    });
  }
  const { createHarness } = await import('../../index.js');
  const harness = await createHarness(options);
  try {
    const { engine, address } = harness;
    return {
      url: harness.url,
      providers: [...engine.providers.values()].map((provider) => {
        const baseUrl = address.providerUrl(provider.name);
        const { name, title } = provider;
        return { name, title, baseUrl, env: provider.buildEnv(engine.accounts.inLane(name, 'default'), baseUrl) };
      }),
    };
  } finally {
    await harness.close();
  }
}
