import type { StreamFinding } from '../stream/record-stream.js';

/** Something the person at the page must know; stays until they put it away. */
export interface Notice {
  id: number;
  kind: StreamFinding['kind'];
  level: 'info' | 'warning';
  text: string;
}

export function buildNotice(id: number, finding: StreamFinding): Notice {
  return { id, kind: finding.kind, ...describeFinding(finding) };
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
        text: `${describeSpan(finding.fromSeq, finding.toSeq)} missing: the stage no longer keeps what happened while this page was away.`,
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
  }
}

function describeSpan(fromSeq: number, toSeq: number): string {
  return fromSeq === toSeq ? `Record ${fromSeq} is` : `Records ${fromSeq} to ${toSeq} are`;
}
