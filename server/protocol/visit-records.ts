import type { JsonObject } from './json.js';

/** A request that the virtual customer's browser made, and what came back. */
export interface VisitHop {
  method: string;
  /** Absolute; secrets in it are masked. */
  url: string;
  /** Null: nothing was answered. */
  status: number | null;
  /** As it stood in the answer, whatever it says. */
  location?: string;
}

/** The page on which a visit ended. */
export interface VisitedPage {
  url: string;
  status: number;
  contentType: string | null;
  /** Text of the `title` element; null where there is none. */
  title: string | null;
  /** The body as text, its first 64 KiB at most; null where it is not text. */
  body: string | null;
  /** On the wire, as far as it is known. */
  sizeBytes: number;
  /** What is odd about the body, or missing from it, in one sentence. */
  note?: string;
}

/** The virtual customer opened the checkout or an address of the app, and was followed until no redirect was left. */
export interface CustomerVisited {
  type: 'customer.visited';
  paymentId: string;
  /** Null: the checkout was opened and nothing done there. */
  action: JsonObject | null;
  /** The address of the app that was typed in place of opening the checkout: nobody redirected the browser there. */
  typedUrl?: string;
  /** True: with cookies of its own, as another browser. */
  hasFreshCookies?: boolean;
  /** Every request, in order. */
  hops: VisitHop[];
  /** Null where the visit ended on no page. */
  page: VisitedPage | null;
  /** Why it ended before its page. `close-tab`: the customer closed the tab. `limit`: too many redirects. Anything else is a plain sentence. */
  stoppedBy?: string;
}
