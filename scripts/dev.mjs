// Builds, then runs side by side: the server, which is compiled and started again when its sources change, and Vite, which serves the
// page and passes /_paystage on to the server.
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, watch } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProgram } from './find-program.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const port = process.env.PAYSTAGE_PORT ?? '4747';
/** An editor writes one file in several steps, and a branch change writes many. */
const QUIET_MS = 100;

const tsc = findProgram('typescript', 'tsc');
if (!build()) process.exit(1);

let isStopping = false;
let isRestarting = false;
let buildTimer;
console.log(`The page that follows your changes is at Vite's address below; the one on port ${port} is that of the last build.`);
let server = startServer();
const vite = run([findProgram('vite', 'vite'), 'ui', '--clearScreen', 'false']);
vite.on('exit', (code) => stopAll(code ?? 1));

// Neither `tsc -b --watch`, which in TypeScript 7.0 misses changes, nor `node --watch`, which stops watching files that do not parse.
const watchers = new Map();
watchFolders();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stopAll(0));

/** Watches every folder by itself: in Node 20 on Linux a recursive watch loses a file that an editor replaces instead of rewriting. */
function watchFolders() {
  const server = path.join(root, 'server');
  const entries = readdirSync(server, { recursive: true, withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const folder of [server, ...entries.map((entry) => path.join(entry.parentPath, entry.name))]) {
    if (watchers.has(folder)) continue;
    const watcher = watch(folder, buildSoon);
    watcher.on('error', () => {
      watcher.close();
      watchers.delete(folder);
    });
    watchers.set(folder, watcher);
  }
}

function buildSoon() {
  clearTimeout(buildTimer);
  buildTimer = setTimeout(() => {
    watchFolders();
    if (build()) restartServer();
  }, QUIET_MS);
}

/** Compiles what changed. True when there were no errors; the compiler prints them. */
function build() {
  return spawnSync(process.execPath, [tsc, '-b', 'tsconfig.json'], { cwd: root, stdio: 'inherit' }).status === 0;
}

function startServer() {
  const child = run(['--enable-source-maps', 'dist/server/cli/main.js', 'start', '--port', port]);
  child.on('exit', () => {
    if (isStopping) return;
    if (isRestarting) server = startServer();
    else console.error('The server has ended. It starts again with the next change.');
    isRestarting = false;
  });
  return child;
}

/** Waits for the old server to end, which holds the port and finishes its journal first. */
function restartServer() {
  if (isRunning(server)) {
    isRestarting = true;
    server.kill('SIGTERM');
  } else server = startServer();
}

/** Ends both children, and this process with the last of them. */
function stopAll(code) {
  if (isStopping) return;
  isStopping = true;
  process.exitCode = code;
  for (const watcher of watchers.values()) watcher.close();
  clearTimeout(buildTimer);
  for (const child of [server, vite]) if (isRunning(child)) child.kill('SIGTERM');
}

function isRunning(child) {
  return child.exitCode === null && child.signalCode === null;
}

/** Runs a Node program that shares this terminal's output; signals reach it through `stopAll` only, so that it gets each one once. */
function run(parameters) {
  return spawn(process.execPath, parameters, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: process.platform !== 'win32',
    env: { ...process.env, PAYSTAGE_PORT: port },
  });
}
