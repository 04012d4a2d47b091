import { sayDuration } from '../../domain/duration.js';
import { toSentence } from '../../domain/sentence.js';
import type { Header } from '../../protocol/records.js';
import type { CustomerVisited, VisitHop } from '../../protocol/visit-records.js';
import type { Reply } from '../../transport/reply.js';
import type { Transport, TransportResult } from '../../transport/transport.js';
import { type Jar, keepCookies, readCookies } from './cookie-jars.js';
import { type BrowserRequest, findNextHop } from './next-hop.js';
import { findHeader, readPage } from './read-page.js';
import type { VisitLimits } from './visit-limits.js';

export const MAX_REDIRECTS = 20;
/** What the payment came to, nobody on this side can tell: the checkout may have done what was asked all the same. */
const NO_ANSWER = 'the browser got no answer: the checkout dropped the connection';

export interface BrowserParts {
  transport: Pick<Transport, 'send'>;
  jar: Jar;
  /** Names the connections of this customer: no other one waits for them. */
  pool: string;
  /** Aborted when the visit has to end. */
  signal?: AbortSignal;
  limits: VisitLimits;
  isCheckout(url: string): boolean;
  /** Why the checkout stays silent, where that is known: one plain clause. */
  explainSilence(withinMs: number): string | null;
}

/** What a visit came to. */
export type Visit = Pick<CustomerVisited, 'hops' | 'page' | 'stoppedBy'>;

type Answer = { kind: 'answered'; reply: Reply } | { kind: 'failed'; sentence: string };

/** A browser without scripts and pictures: makes requests, keeps cookies, follows redirects. One for each visit. */
export class Browser {
  readonly #parts: BrowserParts;
  readonly #hops: VisitHop[] = [];
  readonly #startedAtMs = performance.now();
  /** The page that the customer looks at. */
  #from: string | null = null;

  constructor(parts: BrowserParts) {
    this.#parts = parts;
  }

  /**
   * Makes the planned requests one after the other, as long as each is answered with a page, and follows where the last one leads.
   * @param closesTab follows no redirect.
   */
  async visit(plan: readonly BrowserRequest[], closesTab = false): Promise<Visit> {
    for (const [index, planned] of plan.entries()) {
      const answer = await this.#send(planned);
      if (answer.kind === 'failed') return this.#end(null, answer.sentence);
      const { status } = answer.reply;
      const isPage = status >= 200 && status < 300;
      if (isPage && index < plan.length - 1) {
        this.#from ??= planned.url;
        continue;
      }
      const followed = await this.#follow(planned, answer.reply, closesTab);
      const isTurnedAway = plan.length > 1 && (status >= 400 || index < plan.length - 1);
      if (!isTurnedAway || followed.stoppedBy !== undefined) return followed;
      return { ...followed, stoppedBy: tellTurnedAway(followed, status) };
    }
    return this.#end(null);
  }

  async #follow(from: BrowserRequest, first: Reply, closesTab: boolean): Promise<Visit> {
    let request = from;
    let reply = first;
    for (let count = 0; ; count++) {
      const next = findNextHop(request, reply.status, findHeader(reply.headers, 'location'));
      if (next.kind === 'page') return this.#end(readPage(request.url, reply), this.#tellUnfinished(reply));
      if (closesTab) return this.#end(null, 'close-tab');
      if (next.kind === 'stopped') return this.#end(null, toSentence(next.message));
      if (count === MAX_REDIRECTS) return this.#end(null, 'limit');
      const answer = await this.#send(next.request);
      if (answer.kind === 'failed') return this.#end(null, answer.sentence);
      request = next.request;
      reply = answer.reply;
    }
  }

  async #send(request: BrowserRequest): Promise<Answer> {
    const { transport, jar, pool, signal, limits, isCheckout } = this.#parts;
    const { method, url, body } = request;
    const leftMs = limits.totalMs - (performance.now() - this.#startedAtMs);
    if (leftMs <= 0) return { kind: 'failed', sentence: `the visit took longer than ${sayDuration(limits.totalMs)}.` };
    const timeoutMs = Math.min(leftMs, isCheckout(url) ? limits.checkoutMs : limits.hopMs);
    const headers = await this.#buildHeaders(request);
    const result = await transport.send({
      method,
      url,
      headers,
      timeoutMs,
      pool,
      // What a form does is done once: nobody pays twice because a kept connection was lost.
      needsFresh: method !== 'GET',
      ...(signal === undefined ? {} : { signal }),
      ...(body === undefined ? {} : { body: body.text }),
    });
    const hop: VisitHop = { method, url, status: result.kind === 'failed' ? null : result.status };
    this.#hops.push(hop);
    if (result.kind === 'failed') return { kind: 'failed', sentence: this.#tellFailure(result, url, timeoutMs) };
    const location = findHeader(result.headers, 'location');
    if (location !== undefined) hop.location = location;
    await keepCookies(jar, url, result.headers);
    return { kind: 'answered', reply: result };
  }

  async #buildHeaders({ method, url, body }: BrowserRequest): Promise<Header[]> {
    const cookies = await readCookies(this.#parts.jar, url, method, this.#from);
    return [
      ['User-Agent', 'Mozilla/5.0 (compatible; Paystage customer)'],
      [
        'Accept',
        body?.contentType === 'application/json' ? '*/*' : 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
      ],
      ['Accept-Language', 'en'],
      // Pages are kept as they come, and nothing is inflated.
      ['Accept-Encoding', 'identity'],
      ...(body === undefined ? [] : [['Content-Type', body.contentType] satisfies Header]),
      ...(method === 'GET' ? [] : [['Origin', new URL(this.#from ?? url).origin] satisfies Header]),
      ...(cookies === '' ? [] : [['Cookie', cookies] satisfies Header]),
    ];
  }

  #tellFailure(failure: Extract<TransportResult, { kind: 'failed' }>, url: string, timeoutMs: number): string {
    const { isCheckout, explainSilence, signal } = this.#parts;
    let known: string | null = null;
    if (isCheckout(url) && failure.code === 'timeout') known = explainSilence(timeoutMs);
    if (isCheckout(url) && failure.code === 'reset' && !signal?.aborted) known = NO_ANSWER;
    return [toSentence(known ?? failure.message), ...(known === null && failure.hint ? [failure.hint] : [])].join(' ');
  }

  #tellUnfinished({ bodyIncomplete }: Reply): string | undefined {
    if (bodyIncomplete === undefined) return undefined;
    return bodyIncomplete === 'timeout'
      ? 'the page began and did not end in time.'
      : 'the connection was lost in the middle of the page.';
  }

  #end(page: Visit['page'], stoppedBy?: string): Visit {
    return { hops: this.#hops, page, ...(stoppedBy === undefined ? {} : { stoppedBy }) };
  }
}

function tellTurnedAway({ page }: Visit, status: number): string {
  const title = page?.title ? ` “${page.title}”` : '';
  return `the checkout answered ${page?.status ?? status}${title}, so nothing was done there.`;
}
