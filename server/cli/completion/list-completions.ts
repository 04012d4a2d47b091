import type { Command, Option } from 'commander';
import { catalogue } from '../../checks/catalogue/index.js';
import { faultNames } from '../../domain/fault-kinds.js';
import { providers } from '../../providers/index.js';
import { createProgram, describeVerb } from '../program-parts.js';
import { listReady } from '../scenario-run/ready-scenarios.js';
import type { VerbEntry } from '../verb.js';

/** One flag that can be typed. */
export interface FlagCompletion {
  /** With its dashes. */
  flag: string;
  description: string;
  takesValue: boolean;
  /** What its value can be; empty: anything, such as a file. */
  choices: readonly string[];
}

export interface VerbCompletion {
  name: string;
  summary: string;
  flags: readonly FlagCompletion[];
  /** What can stand there without a flag; empty: anything, such as a file. */
  words: readonly string[];
}

/** Everything that can be typed, read from the same commands that read the command line. */
export async function listCompletions(version: string, verbs: readonly VerbEntry[]): Promise<VerbCompletion[]> {
  const program = createProgram(version, { line: () => {} });
  const ready = (await listReady()).map(({ name }) => name);
  const known: Words = {
    flags: { '--only': ['trust', ...catalogue.map(({ id }) => id)], '--skip': catalogue.map(({ id }) => id) },
    arguments: { provider: providers.map(({ name }) => name) },
    verbs: { trigger: [...new Set(ready)].sort(), fault: faultNames },
  };
  for (const entry of verbs) describeVerb(program.command(entry.name).summary(entry.summary), await entry.load(), () => {});
  const own = program.commands.map((command) => describeCommand(command, known));
  const help = { name: 'help', summary: 'print the help of a command', flags: [], words: own.map(({ name }) => name) };
  return [...own, help];
}

/** What the commands leave open and is known here. */
interface Words {
  flags: Readonly<Record<string, readonly string[]>>;
  arguments: Readonly<Record<string, readonly string[]>>;
  verbs: Readonly<Record<string, readonly string[]>>;
}

function describeCommand(command: Command, known: Words): VerbCompletion {
  const name = command.name();
  const written = command.registeredArguments.flatMap(({ description }) => readChoices(description));
  const found = command.registeredArguments.flatMap((argument) => known.arguments[argument.name()] ?? []);
  return {
    name,
    summary: command.summary(),
    flags: [...command.options.map((option) => describeFlag(option, known)), HELP],
    words: known.verbs[name] ?? [...written, ...found],
  };
}

/** `pass, fail, or abandon (...)` names three words; a sentence names none. */
function readChoices(description: string): string[] {
  const [list = ''] = description.split(' (', 1);
  const words = list.split(/,? or |, /);
  return words.length > 1 && words.every((word) => /^[a-z-]+$/.test(word)) ? words : [];
}

const HELP: FlagCompletion = { flag: '--help', description: 'print this help', takesValue: false, choices: [] };

function describeFlag({ long, flags, description, required, optional }: Option, known: Words): FlagCompletion {
  const flag = long ?? flags;
  // A choice is written out where its value stands: --format <dotenv|json>.
  const choices = /<([\w-]+(?:\|[\w-]+)+)>/.exec(flags)?.[1]?.split('|') ?? [];
  const isFixed = choices.length > 0 && !/url|command|file|text/.test(choices.join());
  return { flag, description, takesValue: required || optional, choices: known.flags[flag] ?? (isFixed ? choices : []) };
}
