import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Framework, frameworks } from './frameworks.js';

/** What a folder says about the app in it. */
export interface Project {
  /** Null: none that is known here. */
  framework: Framework | null;
  /** False: there is no package.json that can be read. */
  isNode: boolean;
  hasPaystage: boolean;
  /** True when git leaves the data folder alone. */
  ignoresData: boolean;
  /** True when git would keep the written environment from the CI job, as the .gitignore of a new Next project does. */
  ignoresEnv: boolean;
  /** True for a project whose jobs GitLab runs. */
  isOnGitLab: boolean;
  /** Where the app listens on this machine, without trailing slash. */
  appUrl: string;
  /** Shell command that starts the app, and builds it before if need be. */
  start: string;
}

const manifest = z.looseObject({
  main: z.string().optional().catch(undefined),
  scripts: z.record(z.string(), z.string()).optional().catch(undefined),
  dependencies: z.record(z.string(), z.string()).optional().catch(undefined),
  devDependencies: z.record(z.string(), z.string()).optional().catch(undefined),
});

const DEFAULT_PORT = '3000';

/** Looks at the files of a folder; what cannot be read says nothing. */
export async function detectProject(folder: string): Promise<Project> {
  const text = await readText(join(folder, 'package.json'));
  const read = manifest.safeParse(parseJson(text));
  const { main, scripts = {}, dependencies, devDependencies } = read.success ? read.data : {};
  const packages = { ...dependencies, ...devDependencies };
  const framework = frameworks.find(({ packageName }) => packageName in packages) ?? null;
  const run = nameStart(scripts, main);
  const ignored = await readText(join(folder, '.gitignore'));
  const port = findPort(Object.values(scripts).join('\n')) ?? findPort(await readText(join(folder, '.env'))) ?? DEFAULT_PORT;
  return {
    framework,
    isNode: read.success,
    hasPaystage: 'paystage' in packages,
    ignoresData: /^\/?\.paystage\/?\s*$/m.test(ignored),
    ignoresEnv: /^\/?\.env(?:\.?\*|\.paystage)\s*$/m.test(ignored) && !/^!\/?\.env\.paystage\s*$/m.test(ignored),
    isOnGitLab: (await readText(join(folder, '.gitlab-ci.yml'))) !== '',
    appUrl: `http://localhost:${port}`,
    start: framework?.build !== undefined && 'build' in scripts ? `${framework.build} && ${run}` : run,
  };
}

function nameStart(scripts: Readonly<Record<string, string>>, main: string | undefined): string {
  if ('start:prod' in scripts) return 'npm run start:prod';
  if ('start' in scripts) return 'npm start';
  if ('dev' in scripts) return 'npm run dev';
  return `node ${main ?? 'server.js'}`;
}

/** `PORT=4000`, `-p 4000` or `--port 4000`. */
function findPort(text: string): string | undefined {
  return /(?:\bPORT=|(?:^|\s)(?:-p|--port)[ =])["']?(\d{2,5})\b/m.exec(text)?.[1];
}

/** Empty for what cannot be read, or is no plain file: a pipe, which some keep secrets behind, would be waited for. */
async function readText(path: string): Promise<string> {
  try {
    return (await stat(path)).isFile() ? await readFile(path, 'utf8') : '';
  } catch {
    return '';
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
