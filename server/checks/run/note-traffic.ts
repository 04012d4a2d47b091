import { type Sent, takesAtLeast } from '../exam/sent.js';

const SLOW_MS = 1_000;

/** What else the traffic of a run shows that a webhook endpoint should not do, one sentence each. No check is lost by it. */
export function noteTraffic(sent: readonly Sent[]): string[] {
  const answered = sent.filter(({ status }) => status !== null);
  const count = (found: readonly Sent[], all: readonly Sent[]) => `${found.length} of ${all.length}`;
  const withHeader = (name: string, value = /./) =>
    answered.filter(({ replyHeaders }) =>
      replyHeaders.some(([header, text]) => header.toLowerCase() === name && value.test(text)),
    );
  const cookies = withHeader('set-cookie');
  const pages = withHeader('content-type', /^\s*(?:text\/html|application\/xhtml)/i);
  const redirects = answered.filter(({ status }) => status !== null && status >= 300 && status < 400);
  const closed = sent.filter(({ code, isCut }) => code === 'reset' && !isCut);
  const slow = answered.filter((one) => takesAtLeast(one) > SLOW_MS);
  const tell = (found: readonly Sent[], sentence: string) =>
    found.length > 0 ? [`${sentence} (such as #${found[0]?.seq}).`] : [];
  return [
    ...tell(redirects, `${count(redirects, answered)} answers are redirects, which no sender of webhooks follows`),
    ...tell(cookies, `${count(cookies, answered)} answers set cookies: nobody keeps them, and a session is made for each event`),
    ...tell(pages, `${count(pages, answered)} answers are HTML: a page for people, or the error page of a framework`),
    ...tell(closed, `${count(closed, sent)} requests got no answer, because the app closed the connection`),
    ...tell(slow, `${count(slow, answered)} answers took more than ${SLOW_MS / 1_000} s: work is done before it is acknowledged`),
  ];
}
