import type { Argument, Command, Option } from 'commander';
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
  /** Null: it takes none. */
  value: Offer | null;
}

/** What can stand in one place. */
export type Offer =
  /** @param isList several of them between commas. */
  | { kind: 'words'; words: readonly string[]; isList: boolean }
  | { kind: 'files' }
  /** Such as a number or the id of a payment: nothing can be offered. */
  | { kind: 'free' };

export interface VerbCompletion {
  name: string;
  summary: string;
  flags: readonly FlagCompletion[];
  /** What stands there without a flag, in order. */
  places: readonly Offer[];
  /** The last place takes as many as are given. */
  isEndless: boolean;
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
  const help = { name: 'help', summary: 'print the help of a command', flags: [], isEndless: false };
  return [...own, { ...help, places: [offerWords(own.map(({ name }) => name))] }];
}

/** What the commands leave open and is known here. */
interface Words {
  flags: Readonly<Record<string, readonly string[]>>;
  arguments: Readonly<Record<string, readonly string[]>>;
  verbs: Readonly<Record<string, readonly string[]>>;
}

function describeCommand(command: Command, known: Words): VerbCompletion {
  const name = command.name();
  const { registeredArguments: all } = command;
  return {
    name,
    summary: command.summary(),
    flags: [...command.options.map((option) => describeFlag(option, known)), HELP],
    places: all.map((argument, place) =>
      describePlace(argument, (place === 0 ? known.verbs[name] : undefined) ?? known.arguments[argument.name()]),
    ),
    isEndless: all.some(({ variadic }) => variadic),
  };
}

function describePlace(argument: Argument, known: readonly string[] | undefined): Offer {
  if (known) return offerWords(known);
  const name = argument.name();
  if (/^(paths|folder)$/.test(name)) return { kind: 'files' };
  const words = name === 'clear' ? [name] : readChoices(argument.description);
  return words.length > 0 ? offerWords(words) : { kind: 'free' };
}

/** `pass, fail, or abandon (...)` names three words; a sentence names none. */
function readChoices(description: string): string[] {
  const words = description.replace(/ \(.*?\)/g, '').split(/,? or |, /);
  return words.length > 1 && words.every((word) => /^[a-z-]+$/.test(word)) ? words : [];
}

function offerWords(words: readonly string[], isList = false): Offer {
  return { kind: 'words', words, isList };
}

const HELP: FlagCompletion = { flag: '--help', description: 'print this help', value: null };

function describeFlag({ long, flags, description, required, optional }: Option, known: Words): FlagCompletion {
  const flag = long ?? flags;
  return { flag, description, value: required || optional ? describeValue(flags, known.flags[flag]) : null };
}

/** @param flags as the help has them, such as `--format <dotenv|json>`, where a choice is written out. */
function describeValue(flags: string, known: readonly string[] | undefined): Offer {
  if (known) return offerWords(known, true);
  const placeholder = /<([^<>]*)>/.exec(flags)?.[1] ?? '';
  if (/file|folder|command/.test(placeholder)) return { kind: 'files' };
  const words = placeholder.split('|');
  return words.length > 1 && !/url|text/.test(placeholder) ? offerWords(words) : { kind: 'free' };
}

/** Every flag that takes a value, of whichever verb. */
export function listValued(verbs: readonly VerbCompletion[]): string[] {
  return [...new Set(verbs.flatMap(({ flags }) => flags.filter(({ value }) => value !== null).map(({ flag }) => flag)))];
}
