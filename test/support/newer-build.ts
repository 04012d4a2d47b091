import { cp, mkdir, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { packageFile } from '../../server/package-files.js';

const HASHED_NAME = /^(.+-)([\w-]{8})(\.\w+)$/;
const TEXTS = new Set(['.html', '.js', '.css']);

/**
 * Copies the built package into `folder` as another version: the same code, another number, and every file of the page under another
 * name, as after an update. Resolves with its command line.
 */
export async function makeNewerBuild(folder: string, version: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const part of ['dist/server', 'dist/ui', 'fixtures']) await cp(packageFile(part), join(folder, part), { recursive: true });
  await symlink(packageFile('node_modules'), join(folder, 'node_modules'), 'dir');
  const manifest = JSON.parse(await readFile(packageFile('package.json'), 'utf8')) as object;
  await writeFile(join(folder, 'package.json'), JSON.stringify({ ...manifest, version }));
  await renameAssets(join(folder, 'dist/ui'));
  return join(folder, 'dist/server/cli/main.js');
}

async function renameAssets(ui: string): Promise<void> {
  const assets = join(ui, 'assets');
  const names = new Map<string, string>();
  for (const name of await readdir(assets)) {
    const [, stem, hash, extension] = HASHED_NAME.exec(name) ?? [];
    if (stem && hash && extension) names.set(name, `${stem}${[...hash].reverse().join('')}N${extension}`);
  }
  const files = [join(ui, 'index.html'), ...(await readdir(assets)).map((name) => join(assets, name))];
  for (const file of files.filter((path) => TEXTS.has(extname(path)))) {
    let text = await readFile(file, 'utf8');
    for (const [name, next] of names) text = text.replaceAll(name, next);
    await writeFile(file, text);
  }
  for (const [name, next] of names) await rename(join(assets, name), join(assets, next));
}
