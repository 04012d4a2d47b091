import { Command, Option } from 'commander';
import { EXIT_CODES } from './exit-codes.js';
import type { Output } from './output.js';
import type { Setting } from './setting.js';
import { connectionSettings } from './settings.js';
import type { FlagTexts } from './values.js';
import type { Verb } from './verb.js';

const INTRODUCTION =
  'Rehearse payments on your own machine. Paystage stands in for payment providers: it answers their APIs, shows their checkout pages, sends their webhooks to your app, and shows all of it live.';

const NOTES = `
Start here:
  $ paystage demo              a sample shop to buy in, to break and to check
  $ paystage start             start it, then open the page it prints
  $ paystage env               what your app needs, ready for a .env file
  $ paystage help <command>    everything about one command, with examples

Every option is also an environment variable (--allow-host is
PAYSTAGE_ALLOW_HOST) and, unless it is about one run only, a key of
paystage.config.yaml (allowHost). A flag wins over a variable, a variable over
the file.

Exit codes:
${EXIT_CODES.map(([code, meaning]) => `  ${String(code).padEnd(3)}  ${meaning}`).join('\n')}
`;

const HELP = ['-h, --help', 'print this help'] as const;

/** The program without its verbs. */
export function createProgram(version: string, output: Pick<Output, 'line'>): Command {
  return new Command('paystage')
    .description(INTRODUCTION)
    .usage('<command> [options]')
    .version(version, '-V, --version', 'print the version')
    .helpOption(...HELP)
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

/** Gives a command what its verb says about itself. */
export function describeVerb(
  command: Command,
  verb: Verb,
  onRun: (args: (string | undefined)[], flags: FlagTexts) => void,
): void {
  command.description(`${verb.description}`);
  for (const { syntax, description } of verb.arguments) command.argument(syntax, description);
  const isConnection = (setting: Setting) => connectionSettings.includes(setting) && verb.name !== 'start';
  const own = verb.settings.filter((setting) => !isConnection(setting));
  command.optionsGroup('Options:');
  for (const setting of own) command.addOption(toOption(setting));
  command.optionsGroup('Which stage, and how to print:');
  for (const setting of verb.settings.filter(isConnection)) command.addOption(toOption(setting));
  // Where it would be alone in a group behind them, --help stands with these.
  if (own.length === 0) command.helpOption(...HELP);
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
