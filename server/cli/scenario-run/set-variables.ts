import { HarnessError } from '../../domain/errors.js';
import { nearestName } from '../../domain/nearest.js';
import type { JsonValue } from '../../protocol/records.js';
import type { Scenario } from '../../scenarios/format/scenario.js';
import { readDetail } from '../detail-setting.js';

/**
 * Gives variables of the files other values: `name=value`, where a text stays a text and anything else is read as JSON.
 * @throws HarnessError `misuse` for a name that no file has, with the nearest one.
 */
export function setVariables(scenarios: readonly Scenario[], given: readonly string[]): Scenario[] {
  const known = scenarios.flatMap(({ variables }) => variables);
  const texts = new Set(known.filter(({ value }) => typeof value === 'string').map(({ name }) => name));
  const values = new Map(given.map((text) => readDetail(text, texts) as [string, JsonValue]));
  const names = [...new Set(known.map(({ name }) => name))];
  const wrong = [...values.keys()].find((name) => !names.includes(name));
  if (wrong !== undefined) throw refuse(wrong, names);
  return scenarios.map((scenario) => ({
    ...scenario,
    variables: scenario.variables.map(({ name, value }) => ({ name, value: readOr(values, name, value) })),
  }));
}

/** What is given may be null. */
function readOr(values: ReadonlyMap<string, JsonValue>, name: string, otherwise: JsonValue): JsonValue {
  const given = values.get(name);
  return given === undefined ? otherwise : given;
}

function refuse(wrong: string, names: readonly string[]): HarnessError {
  const near = nearestName(wrong, names);
  return new HarnessError('misuse', `--variable: no scenario has a variable "${wrong}".`, {
    hint:
      near !== undefined
        ? `Did you mean "${near}"?`
        : names.length === 0
          ? 'They have none: define it under "variables" in the file.'
          : `There is ${names.join(', ')}.`,
  });
}
