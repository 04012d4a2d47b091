/**
 * `npm run build`: command line, page and demo shop into dist/, side by side; `node scripts/build.mjs ui` makes one of them. With --if-needed
 * only when a source is newer than the last build: `npm install` has built, and `npm start` right behind it need not do so again.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProgram } from './find-program.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const parts = {
  server: [
    [findProgram('typescript', 'tsc'), '-b', 'tsconfig.json'],
    ['scripts/make-executable.mjs'],
    ['scripts/collect-types.mjs'],
    ['scripts/bundle.mjs'],
  ],
  ui: [[findProgram('vite', 'vite'), 'build', 'ui', '--logLevel', 'warn']],
  demo: [['scripts/build-demo.mjs']],
};
const SOURCES = ['server', 'ui', 'examples/express-shop', 'scripts', 'tsconfig.json', 'package.json', 'package-lock.json'];
const RESULTS = ['types/index.d.ts', 'bundle/main.js', 'bundle/index.js', 'ui/index.html', 'demo/shop.js'];
const dist = path.join(root, 'dist');
const stamp = path.join(dist, '.built');

const names = process.argv.slice(2).filter((word) => !word.startsWith('-'));
if (names.length > 0) await buildParts(names);
else if (!process.argv.includes('--if-needed') || isNeeded()) {
  const startedAt = new Date();
  rmSync(stamp, { force: true });
  await buildParts(Object.keys(parts));
  writeFileSync(stamp, '');
  // What was saved while it was built counts as changed.
  utimesSync(stamp, startedAt, startedAt);
}

/** Ends the process when one of them fails; each has said why. */
async function buildParts(wanted) {
  const unknown = wanted.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined) {
    console.error(`There is no part "${unknown}"; there are ${Object.keys(parts).join(', ')}.`);
    process.exit(2);
  }
  const done = await Promise.all(wanted.map((name) => runInTurn(parts[name])));
  if (done.includes(false)) process.exit(1);
}

async function runInTurn(programs) {
  for (const words of programs) {
    const child = spawn(process.execPath, words, { cwd: root, stdio: 'inherit' });
    const code = await new Promise((resolve) => child.once('exit', resolve));
    if (code !== 0) return false;
  }
  return true;
}

function isNeeded() {
  if (!existsSync(stamp) || RESULTS.some((name) => !existsSync(path.join(dist, name)))) return true;
  const builtAt = statSync(stamp).mtimeMs;
  return SOURCES.some((name) => isNewer(path.join(root, name), builtAt));
}

/** A folder is newer when something in it was made or removed. */
function isNewer(file, builtAt) {
  const stat = statSync(file);
  if (stat.mtimeMs > builtAt) return true;
  return stat.isDirectory() && readdirSync(file).some((name) => isNewer(path.join(file, name), builtAt));
}
