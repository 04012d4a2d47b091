/**
 * `npm run first-minute`: plays a newcomer with a stopwatch, in one go: gets Paystage, starts the demo, buys in a browser, passes 3-D Secure
 * and waits for the acknowledged webhook. Once from a fresh clone with the two commands of the README, once from the packed package in an
 * empty folder. `-- clone` or `-- package` plays one of them; `-- --keep` leaves the folders. Wants the registry and a Chromium.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CHROMIUM = process.env.CHROME_PATH ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((file) => existsSync(file));
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('-'));
if (CHROMIUM === undefined) throw new Error('No Chromium was found. Set CHROME_PATH to one.');

const folder = mkdtempSync(path.join(tmpdir(), 'paystage-first-minute-'));
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(PAYSTAGE_|npm_|NODE_PATH$|INIT_CWD$)/i.test(name)),
);
const children = [];
try {
  if (wanted.length === 0 || wanted.includes('clone')) await playClone();
  if (wanted.length === 0 || wanted.includes('package')) await playPackage();
} finally {
  await endChildren();
  if (!process.argv.includes('--keep')) rmSync(folder, { recursive: true, force: true });
}

/** The README: clone, the first command, the demo beside the stage that it started. */
async function playClone() {
  const watch = startWatch('From a fresh clone');
  const home = path.join(folder, 'clone');
  execFileSync('git', ['clone', '--quiet', ROOT, home], { env });
  watch.note('git clone');
  const port = await findFreePort();
  const start = run('npm install && npm start', home, { PAYSTAGE_PORT: String(port) });
  await start.saw(/^added .* packages/m);
  watch.note('npm install');
  await start.saw(/Paystage is ready at/);
  watch.note('npm start');
  const demo = run('npx paystage demo', home, { PAYSTAGE_PORT: String(port) });
  await play(watch, demo);
}

/** The package alone, as it comes from the registry; packing it is not the newcomer's work. */
async function playPackage() {
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: ROOT, env });
  const parcel = path.join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '');
  const home = path.join(folder, 'empty');
  mkdirSync(home);
  // A cache of its own: `npx` would otherwise find what an earlier run has installed.
  const cache = path.join(folder, 'cache');
  const watch = startWatch('From the package, in an empty folder, with an empty cache');
  const port = await findFreePort();
  const demo = run(`npx --yes --cache ${cache} --package ${parcel} paystage demo --port ${port}`, home, {});
  await play(watch, demo);
}

async function play(watch, demo) {
  const shopUrl = (await demo.saw(/Shop\s+(http:\S+)/))[1];
  watch.note('paystage demo');
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await browser.newPage();
    await page.goto(shopUrl);
    watch.note('browser open on the shop');
    await page.getByRole('button', { name: 'Buy with SecurePayAPI' }).click();
    const widget = page.frameLocator('[data-testid="widget"]');
    await widget.getByText('3-D Secure challenge, then paid').click();
    watch.note('bought');
    await widget.getByRole('button', { name: /^Pay/ }).click();
    await widget.getByRole('button', { name: 'Confirm' }).click();
    watch.note('paid, 3-D Secure confirmed');
    await page.getByText('Thank you. The teapot is on its way.').waitFor();
    await page.getByRole('link', { name: 'The whole story' }).click();
    await page.getByText('acknowledged').first().waitFor();
    watch.note('webhook acknowledged, on the page');
  } finally {
    await browser.close();
    await endChildren();
  }
  watch.sum();
}

/** Prints how long each step took, and the sum. */
function startWatch(title) {
  const startedAt = performance.now();
  let last = startedAt;
  const print = (name, ms) => console.log(`  ${name.padEnd(36)}${(ms / 1000).toFixed(1).padStart(6)} s`);
  console.log(`${title} (load ${loadavg()[0].toFixed(1)}):`);
  return {
    note(name) {
      const now = performance.now();
      print(name, now - last);
      last = now;
    },
    sum: () => print('all of it', last - startedAt),
  };
}

/** A line in a shell of its own; `saw` waits for what it prints. */
function run(line, cwd, more) {
  const child = spawn('bash', ['-c', line], { cwd, env: { ...env, ...more }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let words = '';
  const listeners = new Set();
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      words += chunk;
      for (const look of listeners) look();
    });
  const saw = (pattern) =>
    new Promise((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(words);
        if (!found) return;
        listeners.delete(look);
        resolve(found);
      };
      listeners.add(look);
      look();
      child.once('exit', (code) => reject(new Error(`"${line}" ended with ${code}:\n${words}`)));
    });
  return { saw };
}

async function endChildren() {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    process.kill(-child.pid, 'SIGINT');
    await once(child, 'exit');
  }
}

/** So that a stage that runs here already is left alone. */
async function findFreePort() {
  const server = createServer().listen(0, 'localhost');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}
