/** White modules around the code; readers need four of them. */
export const QUIET_MODULES = 4;

/** One path for all dark modules, each run of a row as one box. */
export function buildQrPath(modules: readonly (readonly boolean[])[]): string {
  const boxes: string[] = [];
  modules.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      const from = x;
      while (row[x]) x++;
      if (x > from) boxes.push(`M${from} ${y}h${x - from}v1h-${x - from}z`);
    }
  });
  return boxes.join('');
}
