import type { GoalRow } from './goals.js';

/** The rows as a table for people; also valid Markdown. */
export function formatTable(rows: readonly GoalRow[]): string {
  const cells = rows.map((row) => [
    row.goal === 0 ? '' : String(row.goal),
    row.title,
    showValue(row.value, row.unit),
    showLimit(row),
    row.isReached === null ? '' : row.isReached ? 'reached' : 'missed',
  ]);
  const all = [['#', 'figure', 'measured', 'goal', ''], ...cells];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(3, ...all.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]) => `| ${row.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join(' | ')} |`;
  const [head = [], ...body] = all;
  const rule = `| ${widths.map((width, column) => (isRight(column) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width))).join(' | ')} |`;
  return [line(head), rule, ...body.map(line)].join('\n');
}

export function showValue(value: number | null, unit: GoalRow['unit']): string {
  if (value === null || Number.isNaN(value)) return 'not measured';
  switch (unit) {
    case 'x':
      return `${value.toFixed(2)} x`;
    case '%':
      return `${Math.round(value * 100)} %`;
    case 'ms':
      return `${value.toFixed(1)} ms`;
    case 'MiB':
      return `${value.toFixed(1)} MiB`;
    case 'us':
      return `${Math.round(value)} us`;
    case '/s':
      return `${Math.round(value).toLocaleString('en')} /s`;
    case '':
      return Math.round(value).toLocaleString('en');
  }
}

function showLimit({ limit, unit }: GoalRow): string {
  if (limit === null) return '';
  return limit.atLeast === undefined ? `<= ${showValue(limit.atMost ?? 0, unit)}` : `>= ${showValue(limit.atLeast, unit)}`;
}

function pad(cell: string, width: number, column: number): string {
  return isRight(column) ? cell.padStart(width) : cell.padEnd(width);
}

function isRight(column: number): boolean {
  return column === 2 || column === 3;
}
