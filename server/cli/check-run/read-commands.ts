import type { CreateTemplate } from '../../checks/exam/create-order.js';
import { fillText } from '../../checks/exam/templates.js';
import {
  CREATE_NAMES,
  checkNames,
  type FindProbe,
  isAddress,
  readCreateAddress,
  readProbeAddress,
} from '../../checks/given/address-template.js';
import { HarnessError } from '../../domain/errors.js';

export interface ProbeWish {
  text: string;
  paid?: string | undefined;
  count?: string | undefined;
}

/**
 * An address or a command as a probe for each order.
 * @param names that may stand in `{}`. @throws HarnessError `misuse`, `invalid_template`, `invalid_path`.
 */
export function readProbe({ text, paid, count }: ProbeWish, names: readonly string[]): FindProbe {
  const paths = { ...(paid === undefined ? {} : { paid }), ...(count === undefined ? {} : { count }) };
  const findAtAddress = readProbeAddress('--probe', isAddress(text) ? text : 'http://localhost', paths, names);
  if (isAddress(text)) return findAtAddress;
  checkNames('--probe', text, names);
  const [program, ...words] = splitWords('--probe', text);
  return (values) => ({
    command: [fillText(program, values), ...words.map((word) => fillText(word, values))],
    ...paths,
  });
}

/** @throws HarnessError `misuse`, `invalid_template`. */
export function readCreate(text: string): CreateTemplate {
  if (isAddress(text.replace(/^(GET|POST)\s+/, ''))) return readCreateAddress('--create', text);
  checkNames('--create', text, CREATE_NAMES);
  return { command: splitWords('--create', text) };
}

const WORD = /(?:[^\s"']|"[^"]*"|'[^']*')+/g;

/** Words of a command line, as a shell splits them, without anything else that a shell does. @throws HarnessError `misuse`. */
function splitWords(flag: string, text: string): [string, ...string[]] {
  const quote = /["']/.exec(text.replace(WORD, ''))?.[0];
  if (quote !== undefined) {
    throw new HarnessError('misuse', `${flag}: a quote is opened in the command with ${quote} and not closed.`, {
      hint: 'Close it, or put a word that has it as a letter into quotes of the other kind.',
    });
  }
  const words = [...text.matchAll(WORD)].map(([word]) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, (_whole, double?: string, single?: string) => double ?? single ?? ''),
  );
  const [program, ...rest] = words;
  if (program !== undefined) return [program, ...rest];
  throw new HarnessError('misuse', `${flag} names no command.`);
}
