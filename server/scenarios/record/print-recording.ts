import { printScenario } from '../format/print-scenario.js';
import type { Recording } from './recording.js';

/** Where editors find the schema of the files, from a folder beside the app's `node_modules`. */
const SCHEMA_URL = '../node_modules/paystage/fixtures/scenarios/schema.json';
/** As much as is easily read on one line. */
const FLOW_CHARS = 110;

/** The recording as the text of a file. */
export function printRecording({ document, comments }: Recording): string {
  return printScenario(document, { schemaUrl: SCHEMA_URL, comments, flowChars: FLOW_CHARS });
}
