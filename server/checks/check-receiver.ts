import type { Lane } from '../client/lane.js';
import { providers } from '../providers/index.js';
import { version } from '../version.js';
import { type CheckOptions, readCheckOptions } from './given/check-options.js';
import { findExamProvider } from './given/find-exam-provider.js';
import { buildReport } from './report/build-report.js';
import type { CheckReport } from './report/report.js';
import { findExitCode } from './run/results.js';
import { runChecks } from './run/run-checks.js';

/**
 * Judges how an app takes webhooks and redirects, as `paystage check` does. Payments are made in `lane`, whose keys the app has; what
 * the checks need of its account is lent to them, so that the account is as it was when they end.
 * @param provider whose events the app takes.
 * @returns what each check came to; `exitCode` 0: none failed, 1: at least one did, 2: nothing could be judged.
 * @throws HarnessError `unknown_provider`, `unknown_check`, `invalid_template`, `invalid_path`, `invalid_duration`, `invalid_setting`, `invalid_key`, `key_in_use`,
 * `check_running`, before anything is sent.
 */
export async function checkReceiver(lane: Lane, provider: string, options: CheckOptions): Promise<CheckReport> {
  const examined = findExamProvider(provider, providers);
  const run = await runChecks({ ...readCheckOptions(options, examined), lane, provider: examined });
  return await buildReport(run, {
    provider: examined,
    secret: options.secret ?? lane.keys(provider)[examined.exam.secretKey],
    source: lane,
    version,
    exitCode: findExitCode(run, options.strict === true),
  });
}
