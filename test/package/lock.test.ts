import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Entry {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
}

const { packages } = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')) as {
  packages: Record<string, Entry>;
};

test('the lock file names what every platform needs, not only the one it was written on: npm ci refuses it otherwise', () => {
  const missing = Object.entries(packages).flatMap(([place, entry]) =>
    listNeeds(entry)
      .filter((name) => !isInstalledFor(place, name))
      .map((name) => `${name} for ${place}`),
  );
  expect(missing).toEqual([]);
});

function listNeeds({ dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta = {} }: Entry): string[] {
  const peers = Object.keys(peerDependencies ?? {}).filter((name) => peerDependenciesMeta[name]?.optional !== true);
  return [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers];
}

/** Looks where Node does: in the folder of a package, then in those around it. */
function isInstalledFor(place: string, name: string): boolean {
  const folder = place === '' ? '' : `${place}/`;
  if (`${folder}node_modules/${name}` in packages) return true;
  return place !== '' && isInstalledFor(place.slice(0, Math.max(0, place.lastIndexOf('/node_modules/'))), name);
}
