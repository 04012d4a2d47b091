import { createRowMaker, type DoctorRow, type RowVerdict } from '../../checks/diagnose/doctor-row.js';
import { lookAtCallback } from '../../checks/diagnose/look-at-callback.js';
import { lookAtEndpoint } from '../../checks/diagnose/look-at-endpoint.js';
import { openPlace } from '../../checks/diagnose/place.js';
import { HarnessError } from '../../domain/errors.js';
import { providers } from '../../providers/index.js';
import type { Provider } from '../../providers/provider.js';
import { checkChoice } from '../check-choice.js';
import { endpointSetting, secretSetting } from '../message/message-settings.js';
import type { Output } from '../output.js';
import type { Tone } from '../paint.js';
import { watchStop } from '../scenario-run/watch-stop.js';
import type { Setting } from '../setting.js';
import { jsonSetting } from '../settings.js';
import { toTerminalText } from '../terminal-text.js';
import type { VerbCall } from '../verb.js';
import { type OpenedStage, openStage } from './open-stage.js';
import { overrideSecret, refuseNowhere } from './run-diagnosis.js';

const STOP_GRACE_MS = 1_500;

/** @returns the exit code: 0 nothing is wrong, 1 something is, 2 it could not look. */
export async function runDoctor(call: VerbCall, callback: Setting<string>): Promise<number> {
  const { values, output } = call;
  const names = providers.map(({ name }) => name);
  const only = call.args[0] === undefined ? undefined : checkChoice('provider', call.args[0], names);
  const isAboutOne = [endpointSetting, secretSetting, callback].some((setting) => values.get(setting) !== undefined);
  if (only === undefined && isAboutOne)
    throw new HarnessError('misuse', 'Whose address or secret is that?', { hint: `Name the provider: ${names.join(' or ')}.` });
  const opened = await openStage(call);
  const stop = watchStop(output, STOP_GRACE_MS);
  try {
    const wanted = providers.filter(({ name }) => only === undefined || name === only);
    const rows = [tellStage(opened)];
    for (const provider of wanted)
      if (!stop.signal.aborted) rows.push(...(await lookAt(provider, opened, call, { callback, signal: stop.signal })));
    if (rows.length === 1 && !stop.signal.aborted) throw refuseNowhere();
    print(rows, call);
    return stop.exitCode ?? chooseExitCode(rows);
  } finally {
    await opened.close();
  }
}

function tellStage({ url, isRunning }: OpenedStage): DoctorRow {
  const row = createRowMaker(null);
  return isRunning
    ? row('stage', 'Stage', 'ok', `It runs at ${url}.`)
    : row(
        'stage',
        'Stage',
        'warn',
        'None runs; one was started for this, with the keys of the data folder.',
        'Start one with "paystage start".',
      );
}

async function lookAt(
  provider: Provider,
  { stage, keysOf, urlsOf }: OpenedStage,
  call: VerbCall,
  { callback: callbackSetting, signal }: { callback: Setting<string>; signal: AbortSignal },
): Promise<DoctorRow[]> {
  const { values } = call;
  const rows: DoctorRow[] = [];
  const endpoint = values.get(endpointSetting) ?? urlsOf(provider, 'events')[0];
  const callback = values.get(callbackSetting) ?? urlsOf(provider, 'browsers')[0];
  const keys = overrideSecret(provider, keysOf(provider), call);
  if (endpoint === undefined && callback === undefined) return rows;
  const place = await openPlace(stage, provider, { endpoint: endpoint ?? '', keys });
  try {
    if (endpoint !== undefined) rows.push(...(await lookAtEndpoint(place, endpoint, signal)));
    if (callback !== undefined && !signal.aborted) rows.push(await lookAtCallback(place, callback));
  } finally {
    await place.close();
  }
  return rows;
}

/** A target that is not reached says nothing about the rest. */
function chooseExitCode(rows: readonly DoctorRow[]): number {
  if (rows.some(({ id, verdict }) => id === 'reachable' && verdict === 'fail')) return 2;
  return rows.some(({ verdict }) => verdict === 'fail') ? 1 : 0;
}

const TONES: Record<RowVerdict, Tone> = { ok: 'good', warn: 'warn', fail: 'bad', unknown: 'faint' };

function print(rows: readonly DoctorRow[], { values, output }: VerbCall): void {
  if (values.get(jsonSetting)) {
    output.json({ rows });
    return;
  }
  const width = Math.max(...rows.map(({ title }) => title.length));
  let last: string | null = null;
  for (const row of rows) {
    if (row.provider !== last) printHeading(row.provider, output);
    last = row.provider;
    output.line(
      `${output.paint(TONES[row.verdict], row.verdict.padEnd(7))}  ${row.title.padEnd(width)}  ${toTerminalText(row.sentence)}`,
    );
    if (row.fix !== undefined) output.line(`${' '.repeat(width + 11)}${output.paint('faint', toTerminalText(row.fix))}`);
  }
}

function printHeading(provider: string | null, { line, paint }: Output): void {
  const title = providers.find(({ name }) => name === provider)?.title;
  if (title === undefined) return;
  line('');
  line(paint('strong', title));
}
