import { Command, CommanderError, Option } from 'commander';
import { HarnessError } from '../domain/errors.js';
import { nearestName } from '../domain/nearest.js';
import type { Output } from './output.js';
import type { Setting } from './setting.js';
import { connectionSettings } from './settings.js';
import type { FlagTexts } from './values.js';
import type { Verb } from './verb.js';
import { verbs } from './verbs.js';

/** What the command line asked for. */
export interface Invocation {
  verb: Verb;
  args: (string | undefined)[];
  flags: FlagTexts;
}

const INTRODUCTION =
  'Rehearse payments on your own machine. Paystage stands in for payment providers: it answers their APIs, shows their checkout pages, sends their webhooks to your app, and shows all of it live.';

const NOTES = `
Start here:
  $ paystage start             start it, then open the page it prints
  $ paystage env               what your app needs, ready for a .env file
  $ paystage help <command>    everything about one command, with examples

Every option is also an environment variable (--allow-host is
PAYSTAGE_ALLOW_HOST) and, unless it is about one run only, a key of
paystage.config.yaml (allowHost). A flag wins over a variable, a variable over
the file.

Exit codes:
  0  fine
  1  a verdict failed, or something unexpected happened
  2  misuse, invalid configuration, or no stage reachable
  3  another process uses the data folder
  4  the data is damaged
`;

/**
 * Reads the command line. Only the module of the verb that was asked for is loaded.
 * @returns null when help or the version was asked for and printed.
 * @throws HarnessError `misuse` for unknown verbs, flags and missing arguments, with the nearest name.
 */
export async function readCommandLine(argv: readonly string[], version: string, output: Output): Promise<Invocation | null> {
  const words = argv.filter((word) => !word.startsWith('-'));
  const wanted = words[0] === 'help' ? words[1] : words[0];
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
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return null;
    throw toMisuse(error, wanted);
  }
  return found.invocation;
}

function createProgram(version: string, output: Output): Command {
  return new Command('paystage')
    .description(INTRODUCTION)
    .usage('<command> [options]')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText('after', NOTES)
    .configureHelp({ showGlobalOptions: false, subcommandTerm: (command) => command.name() })
    .configureOutput({
      outputError: () => {},
      writeErr: () => {},
      writeOut: (text) => output.line(text.replace(/(?<!\n)\n+$/, '')),
    })
    .exitOverride();
}

function describeVerb(command: Command, verb: Verb, onRun: (args: (string | undefined)[], flags: FlagTexts) => void): void {
  command.description(`${verb.description}`);
  for (const { syntax, description } of verb.arguments) command.argument(syntax, description);
  const isConnection = (setting: Setting) => connectionSettings.includes(setting) && verb.name !== 'start';
  command.optionsGroup('Options:');
  for (const setting of verb.settings.filter((candidate) => !isConnection(candidate))) command.addOption(toOption(setting));
  command.optionsGroup('Which stage, and how to print:');
  for (const setting of verb.settings.filter(isConnection)) command.addOption(toOption(setting));
  command.optionsGroup('Options:');
  command.addHelpText('after', `\nExamples:\n${verb.examples.map((example) => `  $ ${example}`).join('\n')}\n`);
  const { length } = verb.arguments;
  // An argument that takes several comes as a list.
  command.action((...given: unknown[]) =>
    onRun(given.slice(0, length).flat() as (string | undefined)[], command.opts<FlagTexts>()),
  );
}

function toOption(setting: Setting): Option {
  const option = new Option(
    `--${setting.flag}${setting.placeholder === null ? '' : ` ${setting.placeholder}`}`,
    setting.description,
  );
  if (setting.isRepeatable) option.argParser((text, earlier: string[] | undefined) => [...(earlier ?? []), text]);
  return option;
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
  test: 'run',
  play: 'run',
  check: 'run --dry-run',
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
