import { canParseUrl } from '../domain/can-parse-url.js';
import { nearestName } from '../domain/nearest.js';

/** Something a person can choose: a flag, a `PAYSTAGE_*` variable and, unless it is about one run only, a key of the configuration file. */
export interface Setting<T = unknown> {
  /** Key in the configuration file, in camelCase. */
  name: string;
  /** Long flag without dashes. */
  flag: string;
  /** What follows the flag, such as `<number>`; a switch has nothing. */
  placeholder: string | null;
  description: string;
  /** Completes "expected ...". */
  expected: string;
  /** May be given several times; several at once between commas, unless `readText` keeps commas. */
  isRepeatable: boolean;
  /** May stand in the configuration file. */
  isInFile: boolean;
  /** Its value is never shown. */
  isSecret: boolean;
  /** Turns the text of a flag or a variable into what a file would hold. */
  readText(text: string): unknown;
  /** The value, or undefined when it is not what was expected. */
  check(value: unknown): T | undefined;
  /** What the person probably meant, as a whole sentence. */
  suggest(value: unknown): string | undefined;
}

interface Words {
  flag: string;
  description: string;
  placeholder?: string;
  isInFile?: boolean;
  isSecret?: boolean;
}

export function defineSwitch(words: Words): Setting<boolean> {
  return build<boolean>(words, {
    placeholder: null,
    expected: 'true or false',
    readText: readBoolean,
    check: (value) => (typeof value === 'boolean' ? value : undefined),
  });
}

export function defineText(words: Words & { expected?: string; pattern?: RegExp }): Setting<string> {
  const { expected = 'a text', pattern = /\S/ } = words;
  return build<string>(words, {
    placeholder: '<text>',
    expected,
    check: (value) => (typeof value === 'string' && pattern.test(value) ? value : undefined),
  });
}

export function defineNumber(words: Words & { least: number; most: number; isWhole: boolean }): Setting<number> {
  const { least, most, isWhole } = words;
  return build<number>(words, {
    placeholder: '<number>',
    expected: `a ${isWhole ? 'whole ' : ''}number from ${least} to ${most}`,
    readText: (text) => (/^[+-]?(\d+(?:\.\d*)?|\.\d+)$/.test(text.trim()) ? Number(text) : text),
    check(value) {
      if (typeof value !== 'number' || !(value >= least && value <= most)) return undefined;
      return isWhole && !Number.isInteger(value) ? undefined : value;
    },
  });
}

export function defineChoice<T extends string>(words: Words & { choices: readonly T[] }): Setting<T> {
  const { choices } = words;
  return build<T>(words, {
    placeholder: `<${choices.join('|')}>`,
    expected: `one of ${choices.join(', ')}`,
    check: (value) => choices.find((choice) => choice === value),
    suggest(value) {
      const near = typeof value === 'string' ? nearestName(value, choices) : undefined;
      return near === undefined ? undefined : `Did you mean "${near}"?`;
    },
  });
}

export function defineUrl(words: Words): Setting<string> {
  return build<string>(words, {
    placeholder: '<url>',
    expected: 'an absolute http or https URL',
    check: (value) => (isHttpUrl(value) ? value : undefined),
    suggest: suggestUrl,
  });
}

/** A list of texts that `isItem` accepts; `expected` describes one of them. */
export function defineList(
  words: Words & { expected: string; isItem(text: unknown): text is string; suggest?(value: unknown): string | undefined },
): Setting<string[]> {
  const { isItem, expected, suggest } = words;
  return build<string[]>(words, {
    placeholder: '<text>',
    expected,
    isRepeatable: true,
    readText: (text) =>
      text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
    check(value) {
      const items: unknown[] = Array.isArray(value) ? value : [value];
      return items.every(isItem) ? items : undefined;
    },
    suggest(value) {
      const wrong = Array.isArray(value) ? value.find((item) => !isItem(item)) : value;
      return suggest?.(wrong);
    },
  });
}

/** True for a URL that can be called as it stands: the parser would repair blanks and backslashes silently, so they are refused. */
export function isHttpUrl(value: unknown): value is string {
  return typeof value === 'string' && /^https?:\/\/[^/?#\s\\\p{Cc}][^\s\\\p{Cc}]*$/iu.test(value) && canParseUrl(value);
}

export function suggestUrl(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (/^\d{1,5}$/.test(value)) return `Did you mean "http://localhost:${value}"?`;
  if (isHttpUrl(`http://${value}`) && !value.includes('://') && /^[\w.-]+(:\d+)?(\/|$)/.test(value))
    return `Did you mean "http://${value}"?`;
  return 'Write it out, such as http://localhost:3000/webhooks; a comma inside a URL is written %2C.';
}

function build<T>(words: Words, rules: Partial<Setting<T>> & Pick<Setting<T>, 'expected' | 'check'>): Setting<T> {
  const { flag, description, placeholder, isInFile = true, isSecret = false } = words;
  const setting: Setting<T> = {
    name: toCamelCase(flag),
    flag,
    description,
    placeholder: null,
    isRepeatable: false,
    isInFile,
    isSecret,
    readText: (text) => text,
    suggest: () => undefined,
    ...rules,
  };
  return placeholder === undefined ? setting : { ...setting, placeholder };
}

function readBoolean(text: string): unknown {
  if (/^(1|true|yes|on)$/i.test(text)) return true;
  if (/^(0|false|no|off)$/i.test(text)) return false;
  return text;
}

/** `allow-host` as `allowHost`. */
function toCamelCase(flag: string): string {
  return flag.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
