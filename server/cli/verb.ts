import type { Output } from './output.js';
import type { Setting } from './setting.js';
import type { Values } from './values.js';

/** One word of the command line: parse, act, print, exit code. */
export interface Verb {
  name: string;
  /** One line for the list of verbs. */
  summary: string;
  /** What a stranger needs to know before the first use. */
  description: string;
  arguments: readonly VerbArgument[];
  settings: readonly Setting[];
  examples: readonly string[];
  /** @returns the exit code: 0 fine, 1 a verdict that failed. */
  run(call: VerbCall): Promise<number>;
}

/** A verb as the list shows it; its module is loaded when it is the one that was asked for. */
export interface VerbEntry {
  name: string;
  summary: string;
  load(): Promise<Verb>;
}

export interface VerbArgument {
  /** `<id>` when needed, `[id]` when not. */
  syntax: string;
  description: string;
}

export interface VerbCall {
  /** Positional arguments, in order; absent optional ones are undefined. */
  args: readonly (string | undefined)[];
  values: Values;
  /** What the configuration file says about accounts, checked. */
  accounts: AccountSections;
  /** Path of the configuration file; null: there is none. */
  configFile: string | null;
  output: Output;
  /** All there are, for a verb that is about them. */
  verbs: readonly VerbEntry[];
}

/** Settings and keys by provider. */
export type AccountSections = Readonly<Record<string, AccountSection>>;

export interface AccountSection {
  settings?: Record<string, unknown>;
  keys?: Record<string, string>;
}
