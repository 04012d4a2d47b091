import { gate } from '../../checks/catalogue/index.js';
import type { ExamProvider } from '../../checks/exam/exam.js';
import { checkCallback, findAddress, listProbeNames } from '../../checks/given/address-template.js';
import { readCheckIds } from '../../checks/given/check-ids.js';
import { buildReport } from '../../checks/report/build-report.js';
import { formatCheckReport } from '../../checks/report/format.js';
import { formatFinding, formatReproductions, formatSummary } from '../../checks/report/text.js';
import { findExitCode } from '../../checks/run/results.js';
import { runChecks } from '../../checks/run/run-checks.js';
import { connect } from '../../client/stage.js';
import { providers } from '../../providers/index.js';
import { version } from '../../version.js';
import { checkChoice } from '../check-choice.js';
import { paintNothing } from '../paint.js';
import { listInputs } from '../refuse-inputs.js';
import { findAccounts, findRunning, startOwn } from '../scenario-run/choose-stage.js';
import { prepareFiles, readReports, saveText } from '../scenario-run/read-reports.js';
import { watchStop } from '../scenario-run/watch-stop.js';
import { allowTargetSetting, tokenSetting } from '../settings.js';
import { toTerminalJson, toTerminalText } from '../terminal-text.js';
import type { VerbCall } from '../verb.js';
import { createOperator, refuseNoTerminal } from './ask-operator.js';
import {
  encryptionKeySetting,
  interactiveSetting,
  maxRequestsSetting,
  onlySetting,
  probeCountSetting,
  probePaidSetting,
  reconcileSetting,
  secretSetting,
  settleSetting,
  skipSetting,
  strictSetting,
} from './check-settings.js';
import { findAppAddresses } from './find-app-addresses.js';
import { readCreate, readProbe } from './read-commands.js';
import { refusePublic } from './refuse-public.js';

const STOP_GRACE_MS = 3_000;
/** Of a text in a file. */
const PLAIN = { paint: paintNothing, clean: toTerminalText };

/**
 * Puts an app through the checks, on the stage that runs or on one of its own.
 * @returns the exit code. @throws HarnessError `misuse`, `blocked_target`, `no_stage`, `port_in_use`, `cannot_write`.
 */
export async function playChecks(call: VerbCall): Promise<number> {
  const { values, output, args } = call;
  const provider = findProvider(args[0] ?? '');
  const isInteractive = values.get(interactiveSetting) === true;
  if (isInteractive) refuseNoTerminal();
  const running = await findRunning(values);
  const { endpoint, probe, create, callback } = await findAppAddresses(values, provider.name, running);
  const reports = readReports(values);
  checkCallback('--callback', callback, provider);
  const asked = {
    endpoint,
    callback,
    secret: values.get(secretSetting),
    ...(probe === undefined
      ? {}
      : {
          findProbe: readProbe(
            { text: probe, paid: values.get(probePaidSetting), count: values.get(probeCountSetting) },
            listProbeNames(provider),
          ),
        }),
    ...(create === undefined ? {} : { create: readCreate(create) }),
    only: readCheckIds('--only', values.get(onlySetting), provider),
    skip: readCheckIds('--skip', values.get(skipSetting), provider),
    maxRequests: values.get(maxRequestsSetting),
    settleMs: values.get(settleSetting),
    reconcileMs: values.get(reconcileSetting),
    encryptionKey: values.get(encryptionKeySetting),
  };
  const addresses = [endpoint, callback, ...[probe, create].map((text) => (text === undefined ? null : findAddress(text)))];
  await refusePublic(
    addresses.filter((url) => typeof url === 'string'),
    values.get(allowTargetSetting) ?? [],
  );
  await prepareFiles(
    reports.files.map(({ file }) => file),
    listInputs(call),
  );

  const harness = running === null ? await startOwn(call, await findAccounts(call)) : null;
  const stop = watchStop(output, STOP_GRACE_MS);
  try {
    const lane = await connect(running ?? { url: harness?.url ?? '', token: values.get(tokenSetting) }).openLane();
    const style = { paint: output.paint, clean: toTerminalText };
    const isText = reports.stdout === 'text';
    let isClosed = false;
    const run = await runChecks({
      ...asked,
      lane,
      provider,
      signal: stop.signal,
      ...(isInteractive ? { askOperator: createOperator(output, stop) } : {}),
      onFinding(finding) {
        // After a closed gate the others say nothing of their own; the summary counts them.
        if (finding.id === gate.id) isClosed = finding.verdict !== 'pass';
        if (isText && (finding.id === gate.id || !isClosed)) for (const line of formatFinding(finding, style)) output.line(line);
      },
    });
    const exitCode = stop.exitCode ?? findExitCode(run, values.get(strictSetting) === true);
    const secret = asked.secret ?? lane.keys(provider.name)[provider.exam.secretKey];
    const report = await buildReport(run, { provider, secret, source: lane, version, exitCode });
    for (const { form, file } of reports.files) await saveText(file, formatCheckReport(form, report, PLAIN));
    if (isText) {
      for (const line of [...formatReproductions(report, style), ...formatSummary(report, style)]) output.line(line);
      for (const { file } of reports.files) output.line(output.paint('faint', `report in ${toTerminalText(file, 300)}`));
    } else {
      const text = formatCheckReport(reports.stdout, report, PLAIN).trimEnd();
      // What the app answered stands in it.
      output.line(reports.stdout === 'json' ? toTerminalJson(text) : text);
    }
    await output.whenReady();
    return exitCode;
  } finally {
    await harness?.close();
  }
}

function findProvider(name: string): ExamProvider {
  const able = providers.flatMap(({ exam, ...provider }) => (exam ? [{ ...provider, exam }] : []));
  const chosen = checkChoice(
    'provider',
    name,
    able.map((provider) => provider.name),
  );
  const found = able.find((provider) => provider.name === chosen);
  if (!found) throw new Error(`${chosen} was chosen and is not there`);
  return found;
}
