import { HarnessError } from '../../domain/errors.js';
import { nearestName } from '../../domain/nearest.js';
import { hideCredentialsOfUrls } from '../../domain/url-credentials.js';
import { limits } from './limits.js';
import type { Place } from './scenario.js';
import type { SourceText } from './source-text.js';

/** Stable words for what can be wrong with a scenario file. */
export type ProblemCode =
  | 'too_large'
  | 'not_utf8'
  | 'too_many_parts'
  | 'too_deep'
  | 'text_too_long'
  | 'invalid_yaml'
  | 'invalid_json'
  | 'unsupported_yaml'
  | 'duplicate_key'
  | 'forbidden_key'
  | 'missing_version'
  | 'unsupported_version'
  | 'missing_key'
  | 'unknown_key'
  | 'wrong_type'
  | 'invalid_value'
  | 'unknown_value'
  | 'invalid_duration'
  | 'invalid_path'
  | 'invalid_expression'
  | 'invalid_reference'
  | 'empty_steps'
  | 'unknown_step'
  | 'several_steps'
  | 'too_many_steps'
  | 'nested_too_deep'
  | 'missing_provider'
  | 'unknown_provider'
  | 'unknown_action'
  | 'impossible_action'
  | 'unknown_fault'
  | 'impossible_fault'
  | 'unknown_route'
  | 'unknown_environment'
  | 'unknown_status'
  | 'unknown_setting'
  | 'unknown_record_type'
  | 'unknown_record_field'
  | 'unknown_variable'
  | 'unknown_payment'
  | 'no_payment'
  | 'name_taken'
  | 'probe_missing'
  | 'nothing_checked';

/** One thing that is wrong with a file. */
export interface ScenarioProblem extends Place {
  code: ProblemCode;
  file: string;
  /** What is wrong, in plain words. */
  problem: string;
  expected?: string;
  didYouMean?: string;
  /** `file:line:column: what is wrong; expected ...; did you mean "..."?` */
  message: string;
  /** The line and a caret under the place. */
  excerpt: string;
}

export interface ProblemDetail {
  expected?: string | undefined;
  /** A misspelt name and the known ones, to find the nearest, and what was meant when none is near. */
  near?: readonly [wrong: string, known: readonly string[], otherwise?: string | undefined];
  /** What was meant, where that is known. */
  meant?: string | undefined;
}

/** Everything that is wrong with one scenario file. */
export class ScenarioFileError extends HarnessError {
  readonly file: string;
  /** By position; the first fifty. */
  readonly problems: readonly ScenarioProblem[];

  constructor(file: string, problems: readonly ScenarioProblem[], untold = 0) {
    const texts = problems.map(({ message, excerpt }) => `${message}\n${excerpt}`);
    if (untold > 0) texts.push(`${file}: and ${untold} more ${untold === 1 ? 'problem' : 'problems'}`);
    super('invalid_scenario', texts.join('\n'), { hint: 'docs/scenarios.md lists every step, expectation and error code.' });
    this.name = 'ScenarioFileError';
    this.file = file;
    this.problems = problems;
  }
}

/** Collects what is wrong with a file, so that one look at it finds everything. */
export class Problems {
  readonly #source: SourceText;
  readonly #found: ScenarioProblem[] = [];
  #untold = 0;

  constructor(source: SourceText) {
    this.#source = source;
  }

  get count(): number {
    return this.#found.length + this.#untold;
  }

  add(code: ProblemCode, offset: number, problem: string, { expected, near, meant }: ProblemDetail = {}): void {
    const { file } = this.#source;
    const place = this.#source.placeOf(offset);
    if (this.#found.some((one) => one.line === place.line && one.column === place.column && one.problem === problem)) return;
    if (this.#found.length >= limits.problems) {
      this.#untold++;
      return;
    }
    const didYouMean = meant ?? (near && findNear(...near));
    const message =
      `${file}:${place.line}:${place.column}: ${problem}` +
      (expected === undefined ? '' : `; expected ${expected}`) +
      (didYouMean === undefined ? '' : `; did you mean "${didYouMean}"?`);
    const excerpt = this.#source.excerpt(place);
    const more = { ...(expected === undefined ? {} : { expected }), ...(didYouMean === undefined ? {} : { didYouMean }) };
    this.#found.push({ code, file, ...place, problem, ...more, message, excerpt });
  }

  /** @throws ScenarioFileError when something was found. */
  throwIfAny(): void {
    if (this.#found.length > 0) throw this.toError();
  }

  toError(): ScenarioFileError {
    const sorted = [...this.#found].sort((a, b) => a.line - b.line || a.column - b.column);
    return new ScenarioFileError(this.#source.file, sorted, this.#untold);
  }
}

/** A value as a message shows it, without the credentials of its URLs. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  // Before anything is cut off: what is left of a URL without its host would not be known as one.
  const text =
    typeof value === 'string'
      ? JSON.stringify(hideCredentialsOfUrls(value).slice(0, 80))
      : hideCredentialsOfUrls(JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** Names as a message lists them. */
export function list(names: readonly string[]): string {
  return names.length > 40 ? `${names.slice(0, 40).join(', ')}, ...` : names.join(', ');
}

/** Comparing takes as long as both texts together, so only what could be a name is compared. */
function findNear(wrong: string, known: readonly string[], otherwise?: string): string | undefined {
  if (wrong.length > 64) return undefined;
  // Names in capitals are as near as others, and of two that differ in nothing else the first is meant.
  const folded = known.map((name) => name.toLowerCase());
  const best = nearestName(wrong, folded);
  const name = best === undefined ? otherwise : known[folded.indexOf(best)];
  return name === wrong ? undefined : name;
}
