import { callProvider } from '../../client/call-provider.js';
import { readJsonPath } from '../../client/probe/json-path.js';
import { readNewestSeq } from '../../client/record-reader.js';
import { HarnessError } from '../../domain/errors.js';
import type { ApiCalled, JsonObject, RecordHead } from '../../protocol/records.js';
import type { Provider } from '../../providers/provider.js';
import type { CreateStep } from '../format/scenario.js';
import type { Scope } from './scope.js';

/** By which the record of the call is found again; providers ignore headers that they do not know. */
const MARK = 'x-request-id';

/**
 * Makes the provider's own call as an app does, with any parameter, also ones that the provider refuses.
 * @throws HarnessError `not_created`, `not_refused`, `nothing_captured`.
 */
export async function createPayment(step: CreateStep, provider: Provider, mark: string, scope: Scope): Promise<void> {
  const { lane } = scope;
  const before = await readNewestSeq(lane.control);
  const { method, path, headers, body } = buildRequest(provider, scope.object(step.fields), lane.keys(provider.name));
  const reply = await callProvider(lane.baseUrl(provider.name), {
    method,
    path,
    headers: [...headers.filter(([name]) => name.toLowerCase() !== 'content-type'), [MARK, mark]],
    body,
  });
  const record = (await lane.waitFor.record(
    { type: 'api.called', provider: provider.name, 'request.headers': { contains: JSON.stringify(mark) } },
    { after: before },
  )) as RecordHead & ApiCalled;
  const isCreated = record.paymentId !== null && reply.status < 400;
  if (step.refused !== null) checkRefusal(step.refused.status, isCreated, reply.status, reply.text);
  else if (record.paymentId === null || !isCreated) {
    throw new HarnessError('not_created', `${provider.title} answered ${reply.status}: ${reply.text.slice(0, 500)}`, {
      hint: 'Mend the parameters, or say "refused: true" when it has to be refused.',
    });
  } else scope.setPayment(step.as, await lane.payment(record.paymentId));
  for (const [name, jsonPath] of Object.entries(step.capture)) {
    const found = reply.value === undefined ? undefined : readJsonPath(reply.value, jsonPath);
    if (found === undefined)
      throw new HarnessError('nothing_captured', `There is nothing at ${jsonPath} in the reply: ${reply.text.slice(0, 300)}`);
    scope.setVariable(name, found);
  }
}

/** The form's defaults, what was given, and beyond the form whatever else the file names. */
function buildRequest(provider: Provider, given: JsonObject, keys: Readonly<Record<string, string>>) {
  const { creation, name } = provider;
  const known = Object.keys(creation.fields.shape);
  const defaults = creation.fields.parse({}) as JsonObject;
  const isKnown = ([field]: [string, unknown]) => known.includes(field);
  const fields = { ...defaults, ...Object.fromEntries(Object.entries(given).filter(isKnown)) };
  const account = { id: '', provider: name, lane: '', keys: { ...keys }, settings: {} };
  const request = creation.buildRequest(fields, account);
  const others = Object.entries(given).filter((entry) => !isKnown(entry));
  return { ...request, body: { ...(request.body as JsonObject), ...Object.fromEntries(others) } };
}

function checkRefusal(wanted: number | null, isCreated: boolean, status: number, text: string): void {
  const seen = isCreated ? 'it was created' : `answered ${status}: ${text.slice(0, 300)}`;
  if (!isCreated && (wanted === null || wanted === status)) return;
  throw new HarnessError('not_refused', `The call had to be refused${wanted === null ? '' : ` with ${wanted}`}; ${seen}.`, {
    exitCode: 1,
  });
}
