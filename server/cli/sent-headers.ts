import type { ControlClient } from '../client/control-client.js';
import { HarnessError } from '../domain/errors.js';
import type { DeliveryView } from '../http/control/replies.js';
import type { Header, LogRecord } from '../protocol/records.js';

/**
 * The headers of a delivery's last attempt with edits laid over them: `Name: value` replaces a header in its place or comes last, `Name:`
 * leaves it out.
 * @throws HarnessError `nothing_to_edit` when nothing was sent yet, or what the stage answers.
 */
export async function editHeaders(client: ControlClient, deliveryId: string, edits: readonly string[]): Promise<Header[]> {
  const { attempts } = await client.get<DeliveryView>(`/deliveries/${encodeURIComponent(deliveryId)}`);
  const last = attempts.findLast(({ code }) => code !== null && code !== 'interrupted');
  const record = last && (await client.get<LogRecord>(`/records/${last.seq}`));
  const sent = record?.type === 'attempt.finished' ? record.request?.headers : undefined;
  if (sent === undefined || sent.length === 0) {
    throw new HarnessError('nothing_to_edit', `Nothing of delivery ${deliveryId} was sent yet, so it has no headers to edit.`, {
      hint: 'Leave --header out, or wait for its first attempt.',
    });
  }
  return edits.reduce<Header[]>(applyEdit, sent);
}

function applyEdit(headers: Header[], edit: string): Header[] {
  const at = edit.indexOf(':');
  const name = edit.slice(0, at);
  const value = edit.slice(at + 1).trim();
  const isNamed = ([other]: Header) => other.toLowerCase() === name.toLowerCase();
  if (value === '') return headers.filter((header) => !isNamed(header));
  if (!headers.some(isNamed)) return [...headers, [name, value]];
  return headers.map((header): Header => (isNamed(header) ? [name, value] : header));
}
