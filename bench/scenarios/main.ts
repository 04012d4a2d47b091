import { providers } from '../../server/providers/index.js';
import { faultCatalogue } from '../../server/scenarios/format/fault-catalogue.js';
import { parseScenario } from '../../server/scenarios/format/parse-scenario.js';
import { ScenarioFileError } from '../../server/scenarios/format/problem.js';
import { texts } from './texts.js';

/**
 * Measures how long each text takes to be accepted or refused, in ms of processor time, which others on the machine do not lengthen: the
 * slowest of three, or with the name of a text that one alone as the first of its process.
 */
const chosen = process.argv[2];
for (const [name, text] of Object.entries(texts)) {
  if (chosen !== undefined && name !== chosen) continue;
  const times: number[] = [];
  let answer = 'accepted';
  for (let round = 0; round < (chosen === undefined ? 3 : 1); round++) {
    const startedAt = process.cpuUsage();
    try {
      parseScenario(text, { file: 'bench.yaml', providers, faults: faultCatalogue });
    } catch (error) {
      if (!(error instanceof ScenarioFileError)) throw error;
      answer = `refused: ${error.problems.length} x ${error.problems[0]?.code}`;
    }
    times.push(process.cpuUsage(startedAt).user / 1_000);
  }
  console.log(
    `${Math.max(...times)
      .toFixed(0)
      .padStart(5)} ms  ${name}, ${text.length} characters: ${answer}`,
  );
}
