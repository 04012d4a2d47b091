import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

interface Locked {
  version: string;
  dev?: boolean;
  hasInstallScript?: boolean;
  resolved?: string;
  integrity?: string;
}

const root = new URL('../../', import.meta.url);
const readJson = (path: string) => JSON.parse(readFileSync(new URL(path, root), 'utf8')) as Record<string, unknown>;
const { packages } = readJson('package-lock.json') as { packages: Record<string, Locked> };
const { dependencies, devDependencies } = readJson('package.json') as Record<string, Record<string, string>>;
/** What the built package holds of others, each with its licence. */
const bundled = [...readFileSync(new URL('dist/bundle/licenses.md', root), 'utf8').matchAll(/^## (\S+) - (\S+) /gm)].map(
  ([, name = '', version = '']) => ({ name, version }),
);

/** What comes with the package: in its bundle, or installed beside it. */
const shipped = Object.entries(packages).filter(
  ([path, { dev, version }]) =>
    path !== '' && (dev !== true || bundled.some((one) => path.endsWith(`node_modules/${one.name}`) && version === one.version)),
);

/** Below these versions each of them had a hole that a tool like this one was open to. */
const FLOORS: Readonly<Record<string, string>> = { koa: '3.1.2', ws: '8.23.0', yaml: '2.9.0', undici: '7.28.0' };

function isAtLeast(version: string, floor: string): boolean {
  const [have, need] = [version, floor].map((text) => text.split('.').map(Number));
  for (const [index, part] of (need ?? []).entries()) {
    const own = have?.[index] ?? 0;
    if (own !== part) return own > part;
  }
  return true;
}

describe.each(Object.entries(FLOORS))('%s', (name, floor) => {
  test(`SEC-16 ${name} is at least ${floor} wherever it comes with the package, and in what may be built in`, () => {
    const found = shipped.filter(([path]) => path.endsWith(`node_modules/${name}`));
    expect(found.length).toBeGreaterThan(0);
    for (const [path, { version }] of found) expect(isAtLeast(version, floor), `${path} ${version}`).toBe(true);
    expect(bundled.map((one) => one.name)).toContain(name);
    const wanted = { ...dependencies, ...devDependencies }[name] ?? '';
    expect(wanted).toMatch(/^\^\d+\.\d+\.\d+$/);
    expect(isAtLeast(wanted.slice(1), floor), wanted).toBe(true);
  });
});

test('SEC-16 what is installed in this folder is what the lock says', () => {
  for (const name of Object.keys(FLOORS)) {
    const { version } = readJson(`node_modules/${name}/package.json`) as { version: string };
    expect(version, name).toBe(packages[`node_modules/${name}`]?.version);
  }
});

// Node's own undici (its `fetch`) is not used by anything that is shipped: it has no floor here. Whoever uses it adds `process.versions.undici`.
test("SEC-16 nothing that is shipped uses Node's built-in fetch, so its undici needs no floor", () => {
  const files = readdirSync(new URL('server', root), { recursive: true, withFileTypes: true }).filter(
    // What ends in .browser.js runs in a browser.
    (entry) => entry.isFile() && /\.(ts|js)$/.test(entry.name) && !entry.name.endsWith('.browser.js'),
  );
  expect(files.length).toBeGreaterThan(100);
  for (const { parentPath, name } of files) {
    const code = readFileSync(`${parentPath}/${name}`, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*|`[^`]*`|'[^'\n]*'/g, '');
    expect(code, name).not.toMatch(/(?<![.\w])fetch\(/);
  }
});

test('SEC-16 no package that comes with this one runs a script when it is installed', () => {
  expect(shipped.length).toBeGreaterThan(20);
  expect(shipped.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path)).toEqual([]);
  const { scripts } = readJson('package.json') as { scripts: Record<string, string> };
  // `prepare` runs in a checkout of this repository, not where the package is installed from the registry.
  for (const name of ['preinstall', 'install', 'postinstall']) expect(scripts[name]).toBeUndefined();
});

test('SEC-16 every package that comes with this one is locked by its checksum, from the registry and nowhere else', () => {
  for (const [path, { resolved, integrity }] of shipped) {
    // Left out where it is the registry that npm is set up with.
    if (resolved !== undefined) expect(resolved, path).toMatch(/^https:\/\/registry\.npmjs\.org\//);
    expect(integrity, path).toMatch(/^sha512-/);
  }
});
