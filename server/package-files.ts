import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Folder of package.json, whether this module runs from `server/` or compiled from `dist/server/`. */
const root = existsSync(fileURLToPath(new URL('../package.json', import.meta.url)))
  ? new URL('../', import.meta.url)
  : new URL('../../', import.meta.url);

/** Absolute path of a file or folder that the package ships. */
export function packageFile(relative: string): string {
  return fileURLToPath(new URL(relative, root));
}
