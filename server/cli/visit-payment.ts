import type { VisitReply, VisitView } from '../http/control/visit-replies.js';
import { isGoodVisit, tellVisitEnd } from '../reading/visit.js';
import { connect } from './find-stage.js';
import { formatAction } from './format-parts.js';
import { nameProgram } from './name-program.js';
import { defineSwitch } from './setting.js';
import { jsonSetting } from './settings.js';
import { toTerminalLines, toTerminalText } from './terminal-text.js';
import type { VerbCall } from './verb.js';
import { toneOfOutcome } from './verdict-words.js';

const MAX_URL_CHARS = 500;
const MAX_PAGE_LINES = 5;
const MAX_PAGE_CHARS = 200;

export const visitSetting = defineSwitch({
  flag: 'visit',
  description: 'open the checkout page as a browser would, follow the redirect into the app and show where it ended',
  isInFile: false,
});

/**
 * Goes through the checkout page instead of calling past it, and tells every request. Exits 1 when that did not end on a proper page.
 * @throws HarnessError with what the stage says when no browser could do that.
 */
export async function visitPayment(call: VerbCall, action: Record<string, unknown>): Promise<number> {
  const { output, values } = call;
  const client = await connect(values);
  const reply = await client.post<VisitReply>(`/payments/${encodeURIComponent(call.args[0] ?? '')}/visits`, { action });
  const { payment, visit } = reply;
  const code = isGoodVisit(visit) ? 0 : 1;
  if (values.get(jsonSetting)) {
    output.json(reply);
    return code;
  }
  output.line(`A visit to the checkout for ${formatAction(visit.action ?? {})}:`);
  for (const line of listHops(visit)) output.line(line);
  const end = `The visit ${toTerminalText(tellVisitEnd(visit), 1_000)}`;
  output.line(code === 0 ? end : output.paint('bad', end));
  for (const line of listPage(visit)) output.line(`  ${output.paint('faint', '|')} ${line}`);
  const tone = toneOfOutcome(payment.outcome);
  const status = toTerminalText(payment.status, 60);
  const id = toTerminalText(payment.id);
  output.line(`Payment ${id} is now ${tone ? output.paint(tone, status) : status}.`);
  output.line(output.paint('faint', `See its deliveries with: ${nameProgram()} payments ${id}`));
  return code;
}

function listHops({ hops }: VisitView): string[] {
  return hops.map(({ method, url, status, location }, index) => {
    const answer = status === null ? 'no answer' : String(status);
    const way = location === undefined ? '' : ` to ${toTerminalText(location, MAX_URL_CHARS)}`;
    return `  ${String(index + 1).padStart(2)}. ${method.padEnd(4)} ${toTerminalText(url, MAX_URL_CHARS)}  ${answer}${way}`;
  });
}

function listPage({ page }: VisitView): string[] {
  const note = page?.note === undefined ? [] : [toTerminalText(page.note)];
  const isReadable = page?.body && !/^\s*</.test(page.body);
  return [...(isReadable ? toTerminalLines(page.body ?? '', MAX_PAGE_LINES, MAX_PAGE_CHARS) : []), ...note];
}
