import type { CheckRun } from '../../domain/check-run.js';
import type { CheckCatalogue, StartAsked } from './check-replies.js';
import type { DiagnosisView } from './diagnosis-replies.js';

export type ReportForm = 'html' | 'json' | 'junit';

/** Makes check runs in this process. Handed in by whoever puts the stage together: http/ knows nothing about checks. */
export interface CheckDesk {
  /** What can be checked of an app that takes this provider's events. @throws HarnessError `unknown_provider` (404). */
  list(provider: string): Promise<CheckCatalogue>;
  /**
   * Starts a run and resolves as soon as the log tells of it.
   * @throws HarnessError `unknown_provider` (404), `unknown_check`, `command_refused`, `invalid_template`, `blocked_target`, `check_running` (409).
   */
  start(lane: string, asked: StartAsked): Promise<{ runId: string }>;
  /** Ends a run after the checks that are under way. False when it is none of its own. */
  stop(runId: string): boolean;
  /**
   * Finds out why the app refuses a delivery. Nothing else is found out in the lane meanwhile.
   * @throws HarnessError `unknown_delivery` (404), `not_signed`, `blocked_target`, `diagnosis_running` (409).
   */
  diagnose(lane: string, deliveryId: string, endpoint?: string): Promise<DiagnosisView>;
  /** A run that has ended, as a file. */
  report(run: CheckRun, form: ReportForm): Promise<{ type: string; extension: string; text: string }>;
}
