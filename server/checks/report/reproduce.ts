import type { RecordHead, ResendFinished } from '../../protocol/records.js';
import type { CustomerVisited } from '../../protocol/visit-records.js';
import type { ExamProvider } from '../exam/exam.js';
import { explainSignature } from './explain-signature.js';
import { buildScript, quote, readBytes, type SignedAnew } from './shell-script.js';

/** What is needed to make a request again in a shell. */
export interface Reproducer {
  provider: ExamProvider;
  /** What signed; undefined where nobody knows any more: then a request is told as it was signed. */
  secret: string | undefined;
}

/**
 * A request of the run, for a shell: it gets the same reply.
 * @param genuineBody of the event that was sent, as far as it is still known: it may be what was signed.
 */
export function reproduceResend(
  record: RecordHead & ResendFinished,
  genuineBody: string | undefined,
  reproducer: Reproducer,
): string {
  const signed = signAnew(record, genuineBody, reproducer);
  const script = buildScript(record.request, record, signed);
  const isStale = signed === null && reproducer.provider.codec?.signing !== undefined && !script.startsWith('#');
  return isStale ? `# Signed as it was then: an app that looks at the time refuses it by now.\n${script}` : script;
}

/** What a browser of nobody in particular would do. */
export function reproduceVisit({ hops }: CustomerVisited): string {
  const [first] = hops;
  return first ? `curl -i -L -c /dev/null ${quote(first.url)}` : '';
}

function signAnew(
  { at, latencyMs, request, signedAtOffsetMs = 0 }: RecordHead & ResendFinished,
  genuineBody: string | undefined,
  { provider, secret }: Reproducer,
): SignedAnew | null {
  const signing = provider.codec?.signing;
  if (!signing || secret === undefined || request.body?.isCut) return null;
  const explained = explainSignature({
    signing,
    signatureHeaders: provider.signatureHeaders,
    headers: request.headers,
    bodies: [readBytes(request), ...(genuineBody === undefined ? [] : [Buffer.from(genuineBody)])],
    secret,
    wrongKeys: provider.exam.signature?.wrongKeys(secret) ?? [],
    atMs: Date.parse(at) - latencyMs,
    offsetMs: signedAtOffsetMs,
  });
  return explained && { explained, inShell: signing.inShell, secret };
}
