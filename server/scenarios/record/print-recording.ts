import { printScenario } from '../format/print-scenario.js';
import type { Recording } from './recording.js';

/** Where editors find the schema of the files, from a folder beside the app's `node_modules`. */
const SCHEMA_URL = '../node_modules/paystage/fixtures/scenarios/schema.json';
/** As much as is easily read on one line. */
const FLOW_CHARS = 110;

/** The recording as the text of a file. @param schemaUrl of the schema as seen from the file. */
export function printRecording({ document, comments }: Recording, schemaUrl = SCHEMA_URL): string {
  return printScenario(document, { schemaUrl, comments, flowChars: FLOW_CHARS });
}
