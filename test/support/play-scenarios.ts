import { readdirSync, readFileSync } from 'node:fs';
import type { Harness } from '../../server/index.js';
import { providers } from '../../server/providers/index.js';
import { faultCatalogue } from '../../server/scenarios/format/fault-catalogue.js';
import { parseScenario } from '../../server/scenarios/format/parse-scenario.js';
import type { Scenario, Step } from '../../server/scenarios/format/scenario.js';
import type { ScenarioResult } from '../../server/scenarios/run/results.js';
import { runScenarios } from '../../server/scenarios/run/run-scenarios.js';
import { findFreePort } from './free-port.js';
import { startHarness } from './harness.js';

/** The app that a scenario is played at. */
export interface ScenarioTarget {
  url: string;
  close(): Promise<void>;
}

export interface TargetParts {
  /** Base URL of the stage; a provider is below it, by its name. */
  stageUrl: string;
  /** Those of the account that the scenario uses. */
  keys: Readonly<Record<string, string>>;
  /** Time of the scenario's lane, for whoever checks how old a signature is. */
  nowMs(): number;
  port: number;
}

export interface Ports {
  stage: number;
  target: number;
}

export interface PlayOptions {
  provider: string;
  /** Of the file, without its ending. */
  name: string;
  /** The account has these at the provider. */
  keys: Readonly<Record<string, string>>;
  startTarget(parts: TargetParts): Promise<ScenarioTarget>;
  /** The same again make the same log. */
  ports: Ports;
  /** How long expectations are given, real ms, in place of what the file says: for scenarios that are meant to fail. */
  patienceMs?: number;
}

export interface Play {
  result: ScenarioResult;
  /** Every record of the stage, as it was written. */
  lines: string[];
}

/** Where files expect the app; tests put their own in its place. */
const WRITTEN_URL = 'http://localhost:3000';
const FOLDER = 'fixtures/scenarios';

/** Names of the ready scenarios of a provider. */
export function listReady(provider: string): string[] {
  return readdirSync(`${FOLDER}/${provider}`)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();
}

/** Plays a ready scenario in a lane of its own with seed and simulated clock, on a stage and at a target that live only for it. */
export async function playReady({ provider, name, keys, startTarget, ports, patienceMs }: PlayOptions): Promise<Play> {
  const harness = await startHarness({ port: ports.stage });
  try {
    const nowMs = () => readLaneTime(harness);
    const target = await startTarget({ stageUrl: harness.url, keys, nowMs, port: ports.target });
    try {
      const scenario = readReady(provider, name, target.url);
      const { scenarios } = await runScenarios({
        scenarios: [
          { ...scenario, steps: patienceMs === undefined ? allowTime(scenario.steps) : hurry(scenario.steps, patienceMs) },
        ],
        stage: harness.stage,
        providers,
        lanes: { kind: 'own', clock: 'simulated', seed: '7', accounts: { [provider]: { keys } } },
        target: {},
        parallel: 1,
        bail: false,
        onEvent() {},
      });
      const [result] = scenarios;
      if (!result) throw new Error(`${name} was not played`);
      const lines: string[] = [];
      for await (const batch of harness.engine.log.read(0)) lines.push(...batch);
      return { result, lines };
    } finally {
      await target.close();
    }
  } finally {
    await harness.close();
  }
}

/** The file with the target's address in place of the one that is written there, and a short settle time. */
export function readReady(provider: string, name: string, targetUrl: string): Scenario {
  const file = `${FOLDER}/${provider}/${name}.yaml`;
  const text = readFileSync(file, 'utf8').replaceAll(WRITTEN_URL, targetUrl);
  const scenario = parseScenario(text, { file, providers, faults: faultCatalogue });
  return { ...scenario, steps: hurry(scenario.steps) };
}

/** What was not as it should have been: `step: expected, not seen`, or why the play ended. */
export function listComplaints({ steps, problem }: ScenarioResult): string[] {
  const told = steps.flatMap((step) => [
    ...step.judgements.filter(({ isMet }) => !isMet).map(({ expected, seen }) => `${step.title}: ${expected}, not ${seen}`),
    ...(step.problem ? [`${step.title}: ${step.problem.code}: ${step.problem.message}`] : []),
  ]);
  return problem ? [...told, `${problem.code}: ${problem.message}`] : told;
}

export async function choosePorts(): Promise<Ports> {
  return { stage: await findFreePort(), target: await findFreePort() };
}

function readLaneTime(harness: Harness): number {
  const own = harness.engine.lanes.list().find(({ name }) => name !== 'default');
  return own?.clock.nowMs() ?? 0;
}

/** What takes little time for an app that does its work before it answers, real ms. */
const SETTLE_MS = 20;

/** The steps with a short settle time, and with another limit for their expectations where one is given, real ms. */
export function hurry(steps: readonly Step[], withinMs?: number): Step[] {
  const limit = withinMs === undefined ? {} : { withinMs };
  return editSteps(steps, (step) => (step.type === 'expect' ? { ...step, settleMs: SETTLE_MS, ...limit } : step));
}

/** What a correct shop is given to answer a call, real ms: it is not the one that keeps this process busy. */
const CALL_MS = 60_000;

export function allowTime(steps: readonly Step[]): Step[] {
  return editSteps(steps, (step) => (step.type === 'call' ? { ...step, withinMs: CALL_MS } : step));
}

function editSteps(steps: readonly Step[], edit: (step: Step) => Step): Step[] {
  return steps.map((step) => {
    if (step.type === 'repeat') return { ...step, steps: editSteps(step.steps, edit) };
    if (step.type === 'parallel') return { ...step, branches: step.branches.map((branch) => editSteps(branch, edit)) };
    return edit(step);
  });
}
