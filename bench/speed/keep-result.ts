import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** When, where and of what the figures are. */
export interface Circumstances {
  measuredAt: string;
  commit: string;
  node: string;
  processors: number;
  platform: string;
}

export function describeCircumstances(): Circumstances {
  return {
    measuredAt: new Date().toISOString(),
    commit: findCommit(),
    node: process.version,
    processors: availableParallelism(),
    platform: `${process.platform} ${process.arch}`,
  };
}

/** Puts the result into bench/results/. @returns the path. */
export function keepResult({ measuredAt, commit }: Circumstances, result: unknown): string {
  const folder = `${root}bench/results`;
  mkdirSync(folder, { recursive: true });
  const path = `${folder}/${measuredAt.slice(0, 10)}-${commit}.json`;
  writeFileSync(path, `${JSON.stringify(result, null, 2)}\n`);
  return path;
}

export function keepChart(svg: string): void {
  writeFileSync(`${root}docs/images/cost-growth.svg`, svg);
}

/** Of a copy without a repository: `unknown`. */
function findCommit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}
