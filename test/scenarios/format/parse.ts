import { providers } from '../../../server/providers/index.js';
import { faultCatalogue } from '../../../server/scenarios/format/fault-catalogue.js';
import { type ParseOptions, parseScenario } from '../../../server/scenarios/format/parse-scenario.js';
import { ScenarioFileError } from '../../../server/scenarios/format/problem.js';
import type { Scenario } from '../../../server/scenarios/format/scenario.js';

/** Parses a text as the file `shop.yaml`. */
export function parse(text: string, options: Partial<ParseOptions> = {}): Scenario {
  return parseScenario(text, { file: 'shop.yaml', providers, faults: faultCatalogue, ...options });
}

/** What is wrong with a text; fails when nothing is. */
export function parseWrong(text: string, options: Partial<ParseOptions> = {}): ScenarioFileError {
  try {
    parse(text, options);
  } catch (error) {
    if (error instanceof ScenarioFileError) return error;
    throw error;
  }
  throw new Error(`Nothing is wrong with:\n${text}`);
}

/** A file with these steps, after a payment of the signing provider with the name `first`, and with an expectation at its end. */
export function fileOf(steps: string, provider = 'securepayapi'): string {
  return `version: 1\nname: x\nprovider: ${provider}\nprobe: { url: "http://localhost:1/" }\nsteps:\n  - create: {}\n    as: first\n${steps}\n  - expect: { nothing pending: true }\n`;
}

/** The step that a piece of a file is read as, without where it stands. */
export function readStep(step: string, provider?: string): object {
  const [, read] = parse(fileOf(step, provider)).steps;
  if (!read) throw new Error('There is no such step');
  const { place: _place, path: _path, title: _title, ...rest } = read;
  return rest;
}
