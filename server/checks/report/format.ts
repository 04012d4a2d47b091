import type { TextStyle } from '../../scenarios/report/text.js';
import { formatHtml } from './html.js';
import { formatJson } from './json.js';
import { formatJunit } from './junit.js';
import type { CheckReport } from './report.js';
import { formatText } from './text.js';

export type ReportForm = 'text' | 'json' | 'junit' | 'html';

/** @param style of the text. */
export function formatCheckReport(form: ReportForm, report: CheckReport, style: TextStyle): string {
  switch (form) {
    case 'text':
      return formatText(report, style);
    case 'json':
      return formatJson(report);
    case 'junit':
      return formatJunit(report);
    case 'html':
      return formatHtml(report);
  }
}
