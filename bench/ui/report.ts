import type { UiReport, Watched } from './main.js';

/** Prints the figures as a table for people. */
export function printReport(report: UiReport): void {
  const rows: [string, Watched, string][] = [
    ['empty page', report.emptyPage, ''],
    ['5,000 records/s', report.at5000, tellAges(report.at5000)],
    ['10,000 records/s', report.at10000, tellAges(report.at10000)],
    ['scrolling 100,000 at 5,000/s', report.scrollingAt5000, ''],
  ];
  console.log(`Real page in Chromium, filter on, records of ${report.meanRecordBytes} bytes\n`);
  console.log(
    line(['', 'frames/s', 'p99 ms', 'longest', '> 25 ms', '> 50 ms', '> 100 ms', 'stolen', 'record to screen p50 / p99']),
  );
  for (const [title, figures, ages] of rows) {
    console.log(
      line([
        title,
        `${figures.framesPerSecond}`,
        `${figures.p99FrameMs}`,
        `${figures.longestFrameMs}`,
        `${figures.framesOver25Ms}`,
        `${figures.framesOver50Ms}`,
        `${figures.framesOver100Ms}`,
        figures.stolenPercent === null ? '?' : `${figures.stolenPercent} %`,
        ages,
      ]),
    );
  }
  const { with50Records, withFullLog } = report.firstLineMs;
  console.log(`\nFirst line after ${with50Records} ms with 50 records in the log, ${withFullLog} ms with 100,000.`);
  console.log(`${report.heapMiBAfterFullLog} MiB of heap with ${report.heldRecords} records held.`);
  console.log("Stolen: what the host gave of the processors' time to other machines meanwhile.");
}

function tellAges({ p50Ms, p99Ms, shownPerSecond }: UiReport['at5000']): string {
  return `${p50Ms} / ${p99Ms} ms, ${shownPerSecond} shown/s`;
}

function line(cells: readonly string[]): string {
  return cells
    .map((cell, index) => (index === 0 ? cell.padEnd(30) : index === cells.length - 1 ? `  ${cell}` : cell.padStart(10)))
    .join('');
}
