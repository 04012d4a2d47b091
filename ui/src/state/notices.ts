import { showUnseen } from '../format/text.js';
import type { StreamFinding } from '../stream/record-stream.js';

/** Something the person at the page must know; stays until they put it away. */
export interface Notice {
  id: number;
  kind: StreamFinding['kind'];
  level: 'info' | 'warning';
  text: string;
  /** True when loading the page anew is what helps. */
  canReload: boolean;
}

export function buildNotice(id: number, finding: StreamFinding): Notice {
  const canReload = finding.kind === 'new_version' || finding.kind === 'unreadable';
  return { id, kind: finding.kind, canReload, ...describeFinding(finding) };
}

function describeFinding(finding: StreamFinding): { level: Notice['level']; text: string } {
  switch (finding.kind) {
    case 'new_log':
      return {
        level: 'warning',
        text: 'The stage began a new log. What was shown before belonged to the earlier one and has been cleared.',
      };
    case 'gap':
      return {
        level: 'warning',
        text: `${describeSpan(finding.fromSeq, finding.toSeq)} missing: the stage no longer keeps what happened while this page was away. Payments may have moved on in the meantime.`,
      };
    case 'starts_late':
      return {
        level: 'info',
        text: `This log begins at record ${finding.oldestSeq}: the stage has let the older ones go.`,
      };
    case 'skipped':
      return {
        level: 'info',
        text: `The log is longer than this page can hold. Records up to ${finding.toSeq} were left out.`,
      };
    case 'damaged':
      return { level: 'warning', text: finding.message };
    case 'new_version':
      return {
        level: 'warning',
        text: `The stage now runs version ${finding.version}. Reload this page to get the one that belongs to it.`,
      };
    case 'unreadable':
      return {
        level: 'warning',
        text: 'The stage sends something that this page cannot read, so what is shown stands still. Reload the page to get the one that belongs to it.',
      };
    case 'left_out':
      return {
        level: 'warning',
        text: `Record ${finding.seq} is not what this page expects of a “${showUnseen(finding.type)}” and is left out.`,
      };
  }
}

function describeSpan(fromSeq: number, toSeq: number): string {
  return fromSeq === toSeq ? `Record ${fromSeq} is` : `Records ${fromSeq} to ${toSeq} are`;
}
