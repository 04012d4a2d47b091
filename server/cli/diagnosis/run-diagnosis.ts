import { type DiagnosisReport, diagnose } from '../../checks/diagnose/diagnose.js';
import { findPlace, openPlace, type Place } from '../../checks/diagnose/place.js';
import { HarnessError } from '../../domain/errors.js';
import { providers } from '../../providers/index.js';
import type { Framework, Provider } from '../../providers/provider.js';
import { chooseProvider } from '../message/choose-provider.js';
import { endpointSetting, secretSetting } from '../message/message-settings.js';
import { watchStop } from '../scenario-run/watch-stop.js';
import type { Setting } from '../setting.js';
import { jsonSetting } from '../settings.js';
import type { VerbCall } from '../verb.js';
import { formatDiagnosis } from './format-diagnosis.js';
import { type OpenedStage, openStage } from './open-stage.js';

/** A request that is under way when somebody stops may end this long. */
const STOP_GRACE_MS = 1_500;
const NOT_REACHED = ['unreachable', 'rate-limited'];

/** @returns the exit code: 0 right, 1 a cause was found, 2 not reached. */
export async function runDiagnosis(call: VerbCall, snippet: Setting<Framework>): Promise<number> {
  const { output, args } = call;
  const isDelivery = args[0]?.startsWith('dlv_') === true;
  // What is wrong with the command line is told before anything is started.
  const chosen = isDelivery ? null : chooseDiagnosable(args[0]);
  const opened = await openStage(call);
  const stop = watchStop(output, STOP_GRACE_MS);
  try {
    const place = chosen === null ? await openDelivery(call, opened) : await openOwnPlace(call, opened, chosen);
    const report = await diagnose(place, { signal: stop.signal }).finally(() => place.close());
    print(report, call, snippet);
    const { isRight, cause } = report.diagnosis;
    return stop.exitCode ?? (isRight ? 0 : NOT_REACHED.includes(cause.id) ? 2 : 1);
  } finally {
    await opened.close();
  }
}

function chooseDiagnosable(name: string | undefined): Provider {
  return chooseProvider(name, ({ diagnosis }) => diagnosis, 'signs nothing, so there is no signature check to look into')
    .provider;
}

async function openDelivery(call: VerbCall, { stage, isRunning }: OpenedStage): Promise<Place> {
  const id = call.args[0] ?? '';
  if (!isRunning) {
    throw new HarnessError('no_stage', 'No stage runs, so there is no delivery.', {
      hint: 'Start one with "paystage start", say where it runs with --url, --port or --data, or give --endpoint.',
    });
  }
  const place = await findPlace(stage, id, providers);
  const keys = overrideSecret(place.provider, place.account.keys, call);
  const endpoint = call.values.get(endpointSetting);
  return { ...place, account: { ...place.account, keys }, ...(endpoint === undefined ? {} : { endpoint }) };
}

async function openOwnPlace(call: VerbCall, { stage, keysOf, urlsOf }: OpenedStage, provider: Provider): Promise<Place> {
  const endpoint = call.values.get(endpointSetting) ?? urlsOf(provider, 'events')[0];
  if (endpoint === undefined) throw refuseNowhere();
  const keys = overrideSecret(provider, keysOf(provider), call);
  if (keys[provider.signatureKey ?? ''] === undefined) {
    throw new HarnessError('misuse', '--secret is missing: no stage runs, and the data folder has no keys yet.', {
      hint: 'Give the secret that your app has.',
    });
  }
  return openPlace(stage, provider, { endpoint, keys });
}

export function refuseNowhere(): HarnessError {
  return new HarnessError('misuse', 'Where does your app listen? --endpoint is missing, and no address is configured.', {
    hint: 'Give it, such as --endpoint http://localhost:3000/webhooks.',
  });
}

/** The keys, with the secret that was given. */
export function overrideSecret(
  { signatureKey }: Provider,
  keys: Readonly<Record<string, string>>,
  { values }: VerbCall,
): Record<string, string> {
  const secret = values.get(secretSetting);
  return { ...keys, ...(secret === undefined || signatureKey === undefined ? {} : { [signatureKey]: secret }) };
}

function print(report: DiagnosisReport, { values, output }: VerbCall, snippet: Setting<Framework>): void {
  if (values.get(jsonSetting)) {
    const probes = report.probes.map(({ probe, seq, code, status, latencyMs, sentence }) => {
      return { id: probe.id, rightFor: probe.rightFor, seq, code, status, latencyMs, sentence };
    });
    output.json({ ...report, probes });
    return;
  }
  for (const line of formatDiagnosis(report, output.paint, values.get(snippet))) output.line(line);
}
