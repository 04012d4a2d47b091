import { HarnessError } from '../../domain/errors.js';
import { nameProgram } from '../name-program.js';
import { defineText } from '../setting.js';
import { configSetting, jsonSetting } from '../settings.js';
import { toTerminalText } from '../terminal-text.js';
import type { Values } from '../values.js';
import type { Verb } from '../verb.js';

const dir = defineText({
  flag: 'dir',
  placeholder: '<folder>',
  description: 'the same as the folder',
  expected: 'a folder',
  isInFile: false,
});

export const init: Verb = {
  name: 'init',
  summary: 'write scenarios, configuration and a CI job to start from',
  description:
    'Looks at the project in this folder (Express, Fastify, Koa, Next, Nest) and writes what fits it: a commented configuration, the environment of your app, a few scenarios for each provider, and a job for GitHub Actions or GitLab. A file that is there already is left as it is.',
  arguments: [{ syntax: '[folder]', description: 'where the scenarios are put (default: paystage)' }],
  settings: [dir, configSetting, jsonSetting],
  examples: ['paystage init', 'paystage init test/payments'],
  async run({ args, values, output }) {
    const { GITLAB_JOB, writeStarters } = await import('../init/write-starters.js');
    const folder = chooseFolder(args[0], values);
    const { written, kept, project, missingTargets } = await writeStarters(folder);
    if (values.get(jsonSetting)) {
      output.json({ framework: project.framework?.title ?? null, written, kept });
      return 0;
    }
    const { paint } = output;
    output.line(
      project.framework
        ? `Found ${project.framework.title}; the app is expected at ${project.appUrl}.`
        : 'Found no framework that is known here; the app is expected at http://localhost:3000.',
    );
    for (const file of written) output.line(`${paint('good', 'written')}  ${toTerminalText(file, 300)}`);
    for (const file of kept) output.line(`${paint('faint', 'kept     is there already:')} ${toTerminalText(file, 300)}`);
    output.line('');
    output.line(
      missingTargets.length === 0 ? 'Next, with your app running on .env.paystage:' : 'Next, with the address of your app:',
    );
    if (project.isNode && !project.hasPaystage) output.line('  $ npm install --save-dev paystage');
    output.line(
      `  $ ${project.isNode ? 'npx paystage' : nameProgram()} run ${[folder, ...missingTargets.map((target) => `--target ${target}`)].map((words) => toTerminalText(words, 300)).join(' ')}`,
    );
    if (written.includes(GITLAB_JOB)) output.line(`And name ${GITLAB_JOB} in .gitlab-ci.yml, under "include".`);
    if (project.isNode && project.ignoresEnv)
      output.line('The CI job reads .env.paystage, which .gitignore keeps out: add !.env.paystage there.');
    if (!project.ignoresData) output.line('A stage keeps payments and keys in .paystage/: add that line to .gitignore.');
    return 0;
  },
};

/** @throws HarnessError `misuse` when two are named on the command line. */
function chooseFolder(named: string | undefined, values: Values): string {
  const given = values.get(dir);
  if (named !== undefined && given !== undefined && named !== given) {
    const both = [named, given].map((text) => toTerminalText(text, 100));
    throw new HarnessError('misuse', `There is one folder for the scenarios, and two are named: ${both.join(' and ')}.`, {
      hint: 'Leave --dir out: it means the same as the folder.',
    });
  }
  return named ?? given ?? 'paystage';
}
