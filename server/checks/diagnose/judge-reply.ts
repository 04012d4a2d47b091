import type { DoctorRow, MakeRow } from './doctor-row.js';
import type { SentProbe } from './send-probe.js';

const SLOW_MS = 1_000;
const TOO_SLOW_MS = 5_000;
const SKEW_MS = 30_000;

export function judgeSpeed(row: MakeRow, sent: readonly SentProbe[]): DoctorRow {
  const slowest = Math.round(Math.max(...sent.map(({ latencyMs }) => latencyMs)));
  const says = `The slowest of ${sent.length} deliveries was answered after ${slowest} ms.`;
  const fix = 'Answer first and work later: store the event, acknowledge it, and do the rest outside of the request.';
  if (slowest > TOO_SLOW_MS) return row('speed', 'Quick answer', 'fail', says, fix);
  return slowest > SLOW_MS ? row('speed', 'Quick answer', 'warn', says, fix) : row('speed', 'Quick answer', 'ok', says);
}

export function judgeClock(row: MakeRow, { clockOffsetMs }: SentProbe): DoctorRow {
  const title = 'Clock';
  if (clockOffsetMs === null)
    return row('clock', title, 'unknown', 'Its answer has no Date header, so its clock cannot be seen.');
  const seconds = Math.round(Math.abs(clockOffsetMs) / 1000);
  if (Math.abs(clockOffsetMs) <= SKEW_MS)
    return row('clock', title, 'ok', `Its clock and that of the stage differ by ${seconds} s at most.`);
  const says = `Its clock is ${seconds} s ${clockOffsetMs > 0 ? 'ahead of' : 'behind'} that of the stage.`;
  return row('clock', title, 'warn', says, 'Set the clocks (NTP): a check of how old a delivery is goes wrong otherwise.');
}

export function judgeContent(row: MakeRow, sent: SentProbe): DoctorRow {
  const title = 'Not a web page';
  const type = readHeader(sent, 'content-type') ?? '';
  const isHtml = /^(text\/html|application\/xhtml)/i.test(type) || /^\s*<(!doctype|html)/i.test(sent.text);
  if (!isHtml) return row('content', title, 'ok', sent.text === '' ? 'Its answer has no body.' : 'Its answer is no HTML.');
  const says = 'It answers with HTML: a page for people, an error page or a login answers in place of the webhook route.';
  return row('content', title, 'warn', says, 'Give the address of the route itself, and answer without a body.');
}

export function judgeConnection(row: MakeRow, sent: SentProbe): DoctorRow {
  const isClosed = /\bclose\b/i.test(readHeader(sent, 'connection') ?? '');
  return isClosed
    ? row('keep-alive', 'Keep-alive', 'warn', 'It closes the connection after each answer, which makes bursts slower.')
    : row('keep-alive', 'Keep-alive', 'ok', 'It keeps the connection open for the next delivery.');
}

function readHeader({ responseHeaders }: SentProbe, name: string): string | undefined {
  return responseHeaders.find(([header]) => header.toLowerCase() === name)?.[1];
}
