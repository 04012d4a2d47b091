import type { CheckReport } from './report.js';

/** The report for programs: `{"checks":[{"id","verdict",...}],...}`. */
export function formatJson(report: CheckReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
