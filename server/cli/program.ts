import { CommanderError } from 'commander';
import { HarnessError } from '../domain/errors.js';
import { nearestName } from '../domain/nearest.js';
import type { Output } from './output.js';
import { createProgram, describeVerb } from './program-parts.js';
import { toTerminalText } from './terminal-text.js';
import type { FlagTexts } from './values.js';
import type { Verb } from './verb.js';
import { verbs } from './verbs.js';

/** What the command line asked for. */
export interface Invocation {
  verb: Verb;
  args: (string | undefined)[];
  flags: FlagTexts;
}

/**
 * Reads the command line. Only the module of the verb that was asked for is loaded.
 * @returns null when help or the version was asked for and printed.
 * @throws HarnessError `misuse` for unknown verbs, flags and missing arguments, with the nearest name.
 */
export async function readCommandLine(argv: readonly string[], version: string, output: Output): Promise<Invocation | null> {
  const words = argv.filter((word) => !word.startsWith('-'));
  const isHelp = words[0] === 'help';
  const wanted = isHelp && words[1] !== 'help' ? words[1] : words[0];
  // Before anything is printed: help about what does not exist helps nobody.
  if (wanted !== undefined && argv[0] === words[0]) refuseUnknown(wanted);
  const found: { invocation: Invocation | null } = { invocation: null };
  const program = createProgram(version, output);
  for (const entry of verbs) {
    const command = program.command(entry.name).summary(entry.summary);
    if (entry.name !== wanted) continue;
    const verb = await entry.load();
    describeVerb(command, verb, (args, flags) => {
      found.invocation = { verb, args, flags };
    });
  }
  try {
    await program.parseAsync(isHelp && wanted === 'help' ? ['--help'] : [...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return null;
    throw toMisuse(error, wanted);
  }
  return found.invocation;
}

/** @throws HarnessError `misuse` with the nearest verb. */
function refuseUnknown(verb: string): void {
  if (verb === 'help' || verbs.some(({ name }) => name === verb)) return;
  throw new HarnessError('misuse', `Unknown command '${toTerminalText(verb, 100)}'.`, { hint: findMeant(verb) });
}

function toMisuse(error: CommanderError, verb: string | undefined): HarnessError {
  if (error.code === 'commander.help') {
    return new HarnessError('misuse', 'No command was given.', {
      hint: 'Run "paystage start", or "paystage --help" for all commands.',
    });
  }
  const meant = error.code === 'commander.unknownCommand' ? findMeant(verb ?? '') : undefined;
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  const suggestion = rest.join(' ').replace(/^\((.*)\)$/, '$1');
  const known = verbs.some(({ name }) => name === verb);
  const help = known ? `"paystage ${verb} --help" lists what it takes.` : '"paystage --help" lists all commands.';
  const message = `${first.charAt(0).toUpperCase()}${first.slice(1).replace(/\.$/, '')}.`;
  return new HarnessError('misuse', message, {
    hint: meant ?? findFlagHint(error, verb) ?? (suggestion === '' ? help : suggestion),
    cause: error,
  });
}

/** What other tools call a verb that has another name here. */
const OTHER_VERBS: Readonly<Record<string, string>> = {
  example: 'demo',
  tour: 'demo',
  completions: 'completion',
  test: 'run',
  play: 'run',
  validate: 'run --dry-run',
  list: 'payments',
  ls: 'payments',
  log: 'tail',
  logs: 'tail',
  listen: 'tail',
  serve: 'start',
  server: 'start',
  up: 'start',
  dev: 'start',
  open: 'pay',
  retry: 'redeliver',
  replay: 'resend',
  new: 'create',
  samples: 'scenarios',
  fixtures: 'scenarios',
  advance: 'clock',
};

/** A word that means something here, or a misspelt verb; of a short word only one letter may be wrong. */
function findMeant(verb: string): string | undefined {
  if (verb === 'stop' || verb === 'quit') return 'A stage stops with Ctrl-C where it was started.';
  const other = Object.hasOwn(OTHER_VERBS, verb) ? OTHER_VERBS[verb] : undefined;
  const near = nearestName(
    verb,
    verbs.map(({ name }) => name),
  );
  const meant = near ?? other;
  return meant === undefined ? '"paystage --help" lists all commands.' : `Did you mean "paystage ${meant}"?`;
}

/** A report goes into the file that is named with it. */
function findFlagHint({ code, message }: CommanderError, verb: string | undefined): string | undefined {
  if (code !== 'commander.unknownOption' || (verb !== 'run' && verb !== 'trigger')) return undefined;
  return /'--?(o|out|output|output-file|file)(=.*)?'/.test(message)
    ? 'The file stands behind the form: --report junit=out.xml.'
    : undefined;
}
