import { ControlClient, type StageAddress } from '../../client/control-client.js';
import type { AccountView } from '../../http/control/replies.js';
import { providers } from '../../providers/index.js';
import type { Scenario } from '../../scenarios/format/scenario.js';
import { maskTexts } from '../../scenarios/report/mask-texts.js';
import { judgeRun, type Report } from '../../scenarios/report/report.js';
import { formatSummary } from '../../scenarios/report/text.js';
import { type RunOptions, runScenarios } from '../../scenarios/run/run-scenarios.js';
import { version } from '../../version.js';
import { listInputs } from '../refuse-inputs.js';
import { allowTargetSetting, tokenSetting } from '../settings.js';
import { toTerminalJson, toTerminalText } from '../terminal-text.js';
import type { VerbCall } from '../verb.js';
import { chooseApp } from './choose-app.js';
import { chooseProgress } from './choose-progress.js';
import { findAccounts, findRunning, startOwn } from './choose-stage.js';
import { ResultCollector } from './collect-results.js';
import { chooseLanes, type LaneChoice } from './lane-choice.js';
import { noteMissing, noteNoWayBack, noteOldTime } from './notes.js';
import { formatReport, prepareFiles, readReports, saveText, type WantedReports } from './read-reports.js';
import { findWithoutTarget, readTargets, type SettingsByProvider } from './read-targets.js';
import { refusePublicTargets } from './refuse-public-targets.js';
import { RunLog } from './run-log.js';
import { bailSetting, logSetting, variableSetting } from './run-settings.js';
import { setVariables } from './set-variables.js';
import { watchStop } from './watch-stop.js';
import { WatchedStage } from './watched-stage.js';

/** What a stopped run puts back on the stage may take this long. */
const STOP_GRACE_MS = 700;

/**
 * Plays scenarios on the stage that runs, or on one of its own, and reports.
 * @param files that were read, also those of scenarios that are not played. @returns the exit code.
 * @throws HarnessError `misuse`, `no_stage`, `port_in_use`, `cannot_write`.
 */
export async function playScenarios(call: VerbCall, read: readonly Scenario[], files = listFiles(read)): Promise<number> {
  const { values } = call;
  const named = values.get(variableSetting) ?? [];
  const filled = setVariables(read, named);
  const reports = readReports(values);
  const target = readTargets(values, filled);
  const chosen = chooseApp(
    filled,
    target,
    named.map((text) => text.split('=')[0] ?? ''),
  );
  const log = values.get(logSetting);
  const outputs = [...reports.files.map(({ file }) => file), ...(log === undefined ? [] : [log])];
  await prepareFiles(outputs, [...files, ...listInputs(call)]);
  const running = await findRunning(values);
  if (running === null) await refusePublicTargets(chosen, target, values.get(allowTargetSetting) ?? []);
  const choice = chooseLanes(values, running?.url ?? null, running === null ? await findAccounts(call) : {});
  const given = running === null || choice.lanes.kind === 'own' ? settingsOf(choice) : await readSettings(running);
  const scenarios = chosen.map((scenario) => ({ ...scenario, withoutTarget: findWithoutTarget([scenario], [target, given]) }));
  noteMissing(call, scenarios);
  const harness = running === null ? await startOwn(call, choice.stageAccounts) : null;
  const ending = { exitCode: 1, isStopped: false };
  try {
    const address = running ?? { url: harness?.url ?? '', token: values.get(tokenSetting) };
    Object.assign(ending, await playAt(address, call, { scenarios, target, lanes: choice, reports, log }));
  } finally {
    // Nobody waits for an app that hangs once they pressed Ctrl-C.
    await harness?.close(ending.isStopped ? { graceMs: 0 } : {});
  }
  // A step that waits for something has nobody to tell any more.
  if (ending.isStopped) process.exit(ending.exitCode);
  return ending.exitCode;
}

function listFiles(scenarios: readonly Scenario[]): string[] {
  return scenarios.map(({ file }) => file);
}

/** Of the default lane of a stage that runs. */
async function readSettings(address: StageAddress): Promise<SettingsByProvider> {
  const { accounts } = await new ControlClient(address, 'default').get<{ accounts: AccountView[] }>('/accounts');
  const isOwn = (urls: unknown) =>
    Array.isArray(urls) && urls.every((url) => /^https?:\/\/[^/]+\/_paystage\/bin\//.test(String(url)));
  const named = accounts.map(({ provider, settings }) => [
    provider,
    Object.fromEntries(Object.entries(settings).filter(([, urls]) => !isOwn(urls))),
  ]);
  return Object.fromEntries(named);
}

function settingsOf({ lanes, stageAccounts }: LaneChoice): SettingsByProvider {
  const accounts = lanes.kind === 'own' ? (lanes.accounts ?? {}) : stageAccounts;
  return Object.fromEntries(Object.entries(accounts).map(([provider, { settings = {} }]) => [provider, settings]));
}

interface Plan {
  scenarios: readonly Scenario[];
  target: RunOptions['target'];
  lanes: LaneChoice;
  reports: WantedReports;
  log: string | undefined;
}

async function playAt(address: StageAddress, call: VerbCall, plan: Plan): Promise<{ exitCode: number; isStopped: boolean }> {
  const { output, values } = call;
  const { scenarios, target, lanes, reports, log } = plan;
  const stage = new WatchedStage(address);
  const mask = <T>(value: T): T => maskTexts(value, (text) => stage.maskText(text));
  const runLog = log === undefined ? null : await RunLog.start(address);
  const collector = new ResultCollector();
  const progress = chooseProgress(output, reports.stdout);
  const stop = watchStop(output, STOP_GRACE_MS);
  const run = runScenarios({
    scenarios,
    stage,
    providers,
    lanes: lanes.lanes,
    parallel: lanes.parallel,
    target,
    bail: values.get(bailSetting) === true,
    signal: stop.signal,
    onEvent(event) {
      if (stop.isOver) return;
      const shown =
        'step' in event
          ? { ...event, step: mask(event.step) }
          : 'result' in event
            ? { ...event, result: mask(event.result) }
            : event;
      collector.onEvent(shown);
      progress.onEvent(shown);
    },
  });
  // After the grace nobody looks at its end any more.
  run.catch(() => {});
  const result = await Promise.race([run, stop.over]);
  if (result === null) for (const event of collector.cutOff()) progress.onEvent(event);
  progress.end();
  const report: Report = mask({ version, ...collector.build(scenarios, result, stop.signal.aborted) });
  const played = report.scenarios.map(({ lane }) => lane);
  if (runLog !== null && log !== undefined)
    await saveText(log, await runLog.finish([...new Set([...played, ...stage.usedLanes])]));
  await writeReports(report, reports, call);
  noteOldTime(report, lanes, call);
  noteNoWayBack(report, scenarios, call);
  await output.whenReady();
  return { exitCode: stop.exitCode ?? EXIT_CODES[judgeRun(report)], isStopped: stop.exitCode !== null };
}

const EXIT_CODES = { passed: 0, failed: 1, nothing_checked: 2 } as const;

/** What is known is told before a file that cannot be written after all ends the run. @throws HarnessError `cannot_write`. */
async function writeReports(report: Report, { stdout, files }: WantedReports, { output }: VerbCall): Promise<void> {
  const saved = await Promise.allSettled(files.map(({ form, file }) => saveText(file, formatReport(form, report))));
  if (stdout === 'text') {
    for (const line of formatSummary(report, { paint: output.paint, clean: toTerminalText })) output.line(line);
    for (const [index, { file }] of files.entries())
      if (saved[index]?.status === 'fulfilled') output.line(output.paint('faint', `report in ${toTerminalText(file, 300)}`));
  } else {
    const text = formatReport(stdout, report).trimEnd();
    output.line(stdout === 'json' ? toTerminalJson(text) : text);
  }
  for (const one of saved) if (one.status === 'rejected') throw one.reason;
}
