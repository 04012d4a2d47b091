// Copies the declarations that a program sees when it imports the package, and those that they stand on, into dist/types: the package has
// these and not one for each module of the command line.
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const from = path.join(dist, 'server');
const to = path.join(dist, 'types');
const IMPORTED = /(?:\bfrom|\bimport\()\s*["'](\.[^"']+)\.js["']/g;

const found = new Set();
const waiting = [path.join(from, 'index.d.ts')];
for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
  if (found.has(file)) continue;
  found.add(file);
  for (const [, name] of readFileSync(file, 'utf8').matchAll(IMPORTED))
    waiting.push(path.resolve(path.dirname(file), `${name}.d.ts`));
}

rmSync(to, { recursive: true, force: true });
for (const file of found) {
  const copy = path.join(to, path.relative(from, file));
  mkdirSync(path.dirname(copy), { recursive: true });
  copyFileSync(file, copy);
}
