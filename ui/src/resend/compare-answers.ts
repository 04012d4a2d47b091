import { buildBodyView } from '../format/body.js';
import { formatDuration } from '../format/dates.js';
import { findHeader } from '../format/messages.js';
import { type ComparedLine, diffLines } from './diff-lines.js';
import type { SentRecord } from './source.js';

/** An answer as the page shows it beside another; `isOwn` marks what the other one does not have. */
export interface ComparedAnswer {
  record: SentRecord;
  status: { text: string; isOwn: boolean };
  latency: string;
  headers: readonly ComparedLine[];
  /** Null when there was no body. */
  body: readonly ComparedLine[] | null;
  bodyLabel: string | null;
}

/** Two answers next to each other. */
export function compareAnswers(one: SentRecord, other: SentRecord): [one: ComparedAnswer, other: ComparedAnswer] {
  const [headersOfOne = [], headersOfOther = []] = diffLines(listHeaders(one), listHeaders(other)).map(overlookDate);
  const [bodyOfOne, bodyOfOther] = [readBody(one), readBody(other)];
  const [linesOfOne, linesOfOther] = diffLines(bodyOfOne?.lines ?? [], bodyOfOther?.lines ?? []);
  const isOtherStatus = describeStatus(one) !== describeStatus(other);
  const build = (record: SentRecord, headers: ComparedLine[], lines: ComparedLine[], body: AnswerBody | null) => ({
    record,
    status: { text: describeStatus(record), isOwn: isOtherStatus },
    latency: formatDuration(record.latencyMs),
    headers,
    body: body && lines,
    bodyLabel: body?.label ?? null,
  });
  return [build(one, headersOfOne, linesOfOne, bodyOfOne), build(other, headersOfOther, linesOfOther, bodyOfOther)];
}

/** `The app answered 401 instead of 204.` */
export function tellDifference([one, other]: readonly [ComparedAnswer, ComparedAnswer]): string {
  if (one.status.isOwn) return `${startWith(other.status.text)} instead of ${lower(one.status.text)}.`;
  const hasOwn = (lines: readonly ComparedLine[] | null) => lines?.some(({ isOwn }) => isOwn) === true;
  const isOtherBody = hasOwn(one.body) || hasOwn(other.body) || (one.body === null) !== (other.body === null);
  if (isOtherBody) return `${startWith(other.status.text)} again, with another body.`;
  if (!one.record.response) return `${one.status.text} again.`;
  if (hasOwn(one.headers) || hasOwn(other.headers)) return `${startWith(other.status.text)} again; only headers differ.`;
  return `${startWith(other.status.text)} again, the same answer.`;
}

interface AnswerBody {
  lines: string[];
  label: string;
}

function describeStatus({ response, code }: SentRecord): string {
  return response ? `Status ${response.status}` : code === 'blocked_target' ? 'Not sent' : 'No answer';
}

function startWith(status: string): string {
  return status.replace(/^Status /, 'The app answered ');
}

function lower(status: string): string {
  return status.replace(/^Status /, '').replace(/^N/, 'n');
}

function listHeaders({ response }: SentRecord): string[] {
  return (response?.headers ?? []).map(([name, value]) => `${name}: ${value}`);
}

/** The time of an answer is another one each time and says nothing about it. */
function overlookDate(lines: readonly ComparedLine[]): ComparedLine[] {
  return lines.map((line) => (/^date:/i.test(line.text) ? { ...line, isOwn: false } : line));
}

function readBody({ response }: SentRecord): AnswerBody | null {
  if (!response?.body || response.body.sizeBytes === 0) return null;
  const { raw, pretty, label } = buildBodyView(response.body, findHeader(response.headers, 'content-type'));
  return { lines: (pretty ?? raw).split('\n'), label };
}
