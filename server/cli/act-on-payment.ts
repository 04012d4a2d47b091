import type { z } from 'zod';
import { hideCredentials } from '../domain/url-credentials.js';
import type { actionReply } from '../http/control/replies.js';
import { connect } from './find-stage.js';
import { nameProgram } from './name-program.js';
import { jsonSetting } from './settings.js';
import { toTerminalText } from './terminal-text.js';
import type { VerbCall } from './verb.js';
import { toneOfOutcome } from './verdict-words.js';

type ActionReply = z.infer<typeof actionReply>;

/**
 * Does something to a payment and tells how it stands then.
 * @throws HarnessError with what the stage says when that is not possible.
 */
export async function actOnPayment(call: VerbCall, who: 'customer' | 'staff', action: Record<string, unknown>): Promise<number> {
  const { output, values } = call;
  const id = call.args[0] ?? '';
  const client = await connect(values);
  const before = await client.get<ActionReply['payment']>(`/payments/${encodeURIComponent(id)}`);
  const reply = await client.post<ActionReply>(`/payments/${encodeURIComponent(id)}/${who}`, action);
  if (values.get(jsonSetting)) {
    output.json(reply);
    return 0;
  }
  const { payment, redirect } = reply;
  const tone = toneOfOutcome(payment.outcome);
  const status = toTerminalText(payment.status, 60);
  const shown = tone ? output.paint(tone, status) : status;
  const steps = payment.history.slice(before.history.length);
  const last = steps.at(-1);
  const hasMoved = payment.status !== before.status || steps.length > 1;
  const shownId = toTerminalText(payment.id);
  const way = steps.slice(0, -1).map((step) => toTerminalText(step.status, 60));
  const after = way.length === 0 ? '' : `, after ${way.join(', ')}`;
  if (last === undefined) output.line(`Done. Payment ${shownId} is still ${shown}.`);
  else if (!hasMoved) output.line(`Payment ${shownId}: ${toTerminalText(last.text, 200)}; it is still ${shown}.`);
  else output.line(`Payment ${shownId} is now ${shown} (${toTerminalText(last.text, 200)})${after}.`);
  if (redirect !== undefined) output.line(`The browser goes to ${toTerminalText(hideCredentials(redirect))}`);
  output.line(output.paint('faint', `See its deliveries with: ${nameProgram()} payments ${shownId}`));
  return 0;
}
