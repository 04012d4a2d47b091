import { ControlClient } from '../../../server/client/control-client.js';
import type { Lane } from '../../../server/client/lane.js';
import type { LaneOptions } from '../../../server/client/stage.js';
import type { Harness } from '../../../server/index.js';
import type { JsonObject } from '../../../server/protocol/records.js';
import { providers } from '../../../server/providers/index.js';
import { faultCatalogue } from '../../../server/scenarios/format/fault-catalogue.js';
import { parseScenario } from '../../../server/scenarios/format/parse-scenario.js';
import type { Scenario } from '../../../server/scenarios/format/scenario.js';
import { composeScenario } from '../../../server/scenarios/record/compose-scenario.js';
import { gatherParts } from '../../../server/scenarios/record/gather-parts.js';
import { printRecording } from '../../../server/scenarios/record/print-recording.js';
import type { Recording, RecordingParts } from '../../../server/scenarios/record/recording.js';
import { runScenarios } from '../../../server/scenarios/run/run-scenarios.js';
import { startHarness } from '../../support/harness.js';

/** Keys that app, live stage and the stage of the run have in common, as a developer sets an app up once. */
export const keys = {
  securepayapi: { secretKey: 'sp_secret_Zm9vYmFyKysvL2Jhei4uMTIzNDU2Nzg' },
  secpaid: { token: 'tok+en/with=odd+letters+0123456789', encryptionKey: '0123456789abcdef0123456789ABCDEF' },
};

/** An app that is under test, twice: as it was seen live, and a fresh copy. */
export type StartApp = (harness: Harness) => Promise<{ url: string; close(): Promise<void> }>;

export interface Live {
  provider: keyof typeof keys;
  startApp: StartApp;
  /** Settings beside those that name the app; `url` is where it listens. */
  settings(url: string): JsonObject;
  clock?: LaneOptions['clock'];
  /** What somebody does live. @returns the id of the payment. */
  play(lane: Lane, url: string): Promise<string>;
}

export interface Recorded extends Recording {
  parts: RecordingParts;
  text: string;
  /** Where the app listened when it was seen live. */
  appUrl: string;
}

/** Plays a payment live and records it. */
export async function recordLive({ provider, startApp, settings, clock = 'simulated', play }: Live): Promise<Recorded> {
  const harness = await startHarness();
  const app = await startApp(harness);
  try {
    const lane = await harness.lane({ clock, accounts: { [provider]: { keys: keys[provider], settings: settings(app.url) } } });
    const id = await play(lane, app.url);
    await lane.idle();
    const parts = await gatherParts((path) => new ControlClient({ url: harness.url }).get(path), id);
    const recording = composeScenario(parts);
    return { ...recording, parts, text: printRecording(recording), appUrl: app.url };
  } finally {
    await app.close();
    await harness.close();
  }
}

/** As `paystage run` reads it. */
export function readRecorded(text: string): Scenario {
  return parseScenario(text, { file: 'recorded.yaml', providers, faults: faultCatalogue });
}

/** Runs the file against a fresh copy of the app, in a lane of its own. @returns what was not as it should be. */
export async function runRecorded(
  { text, appUrl }: Pick<Recorded, 'text' | 'appUrl'>,
  { provider, startApp }: Pick<Live, 'provider' | 'startApp'>,
  clock: 'simulated' | 'real' = 'simulated',
): Promise<string[]> {
  const harness = await startHarness();
  const app = await startApp(harness);
  try {
    const { scenarios } = await runScenarios({
      scenarios: [readRecorded(text.replaceAll(new URL(appUrl).host, new URL(app.url).host))],
      stage: harness.stage,
      providers,
      lanes: { kind: 'own', ...(clock === 'simulated' ? { clock } : {}), accounts: { [provider]: { keys: keys[provider] } } },
      target: {},
      parallel: 1,
      bail: false,
      onEvent() {},
    });
    return scenarios.flatMap(({ verdict, problem, steps }) => [
      ...(verdict === 'passed' ? [] : [verdict]),
      ...(problem ? [`${problem.code}: ${problem.message}`] : []),
      ...steps.flatMap((step) => [
        ...step.judgements.filter(({ isMet }) => !isMet).map(({ expected, seen }) => `${step.title}: ${expected}; seen ${seen}`),
        ...(step.problem ? [`${step.title}: ${step.problem.code}: ${step.problem.message}`] : []),
      ]),
    ]);
  } finally {
    await app.close();
    await harness.close();
  }
}

/** Names of the steps, in order. */
export function listSteps({ document }: Pick<Recording, 'document'>): string[] {
  return (document.steps as JsonObject[]).map((step) => Object.keys(step)[0] ?? '');
}
