import { dirname, relative, resolve, sep } from 'node:path';
import type { ControlClient } from '../client/control-client.js';
import { HarnessError } from '../domain/errors.js';
import { nearestName } from '../domain/nearest.js';
import type { PaymentSummary } from '../http/control/replies.js';
import type { JsonObject } from '../protocol/records.js';
import { providers } from '../providers/index.js';
import { faultCatalogue } from '../scenarios/format/fault-catalogue.js';
import { parseScenario } from '../scenarios/format/parse-scenario.js';
import { composeScenario } from '../scenarios/record/compose-scenario.js';
import { gatherParts } from '../scenarios/record/gather-parts.js';
import { printRecording } from '../scenarios/record/print-recording.js';
import type { RecordingParts } from '../scenarios/record/recording.js';

export interface RecordedFile {
  name: string;
  /** Of the file. */
  text: string;
  /** The same as data. */
  document: JsonObject;
  notes: readonly string[];
}

/**
 * The payment as a scenario file, read again as a run reads it.
 * @throws HarnessError `unknown_payment` with the nearest id; ScenarioFileError when the file would not be right.
 */
export async function recordPayment(
  client: ControlClient,
  id: string,
  { name, file }: { name: string | undefined; file: string | undefined },
): Promise<RecordedFile> {
  const recording = composeScenario(await gather(client, id), { name });
  const text = printRecording(recording, file === undefined ? undefined : findSchema(file));
  const scenario = parseScenario(text, { file: 'recorded.yaml', providers, faults: faultCatalogue });
  return { name: scenario.name, text, document: recording.document, notes: recording.notes };
}

async function gather(client: ControlClient, id: string): Promise<RecordingParts> {
  try {
    return await gatherParts((path) => client.get(path), id);
  } catch (error) {
    if (!(error instanceof HarnessError) || error.code !== 'unknown_payment') throw error;
    const { payments } = await client.get<{ payments: PaymentSummary[] }>('/payments?limit=1000');
    const near = nearestName(
      id,
      payments.map((payment) => payment.id),
    );
    const hint = near === undefined ? '"paystage payments" lists those that there are.' : `Did you mean "${near}"?`;
    throw new HarnessError('unknown_payment', error.message, { exitCode: error.exitCode, hint, cause: error });
  }
}

/** The schema of the package that is installed here, as seen from the file. */
function findSchema(file: string): string {
  const path = relative(dirname(resolve(file)), resolve('node_modules/paystage/fixtures/scenarios/schema.json'));
  return path.split(sep).join('/');
}
