import type { Has } from './secpaid-bugs.js';

/** Real ms that the shop gives SecPaid for an answer. */
const API_LIMIT_MS = 2_000;

export interface Refusal {
  /** HTTP status of SecPaid's answer; null: there was none. */
  status: number | null;
  message: string;
}

export interface PayIn {
  amount: string;
  status: string;
  transaction_type: string;
  is_refund: string;
  is_dispute: string;
}

interface Envelope {
  ResponseCode: number;
  ResponseMsg: string;
  data?: unknown;
}

/** SecPaid's API, as the shop calls it. */
export class SecPaidAccess {
  readonly #url: string;
  readonly #token: string;
  readonly #has: Has;

  /** @param url without trailing slash. */
  constructor(url: string, token: string, has: Has) {
    this.#url = url;
    this.#token = token;
    this.#has = has;
  }

  /** Split when there are recipients. @returns the number of the payment and the address of its page. */
  async createLink(fields: { recipients?: unknown } & object): Promise<{ id: string; payLink: string } | Refusal> {
    const name = fields.recipients === undefined ? 'createLink' : 'createSplitLink';
    const reply = await this.#call(name, fields);
    if ('message' in reply) return reply;
    const { id, pay_link } = reply.data as { id: number; pay_link: string };
    return { id: String(id), payLink: pay_link };
  }

  async listPayIns(payId: string): Promise<PayIn[] | Refusal> {
    const reply = await this.#call('getPayInTransactions', { pay_id: Number(payId) });
    return 'message' in reply ? reply : (reply.data as PayIn[]);
  }

  /** Asks again when the connection broke: SecPaid takes one request for each payment. @returns null when it was, or had been, taken. */
  async requestRefund(payId: string, amount: number): Promise<Refusal | null> {
    const ask = () => this.#call('refundPayment', { pay_id: Number(payId), refund_amount: amount });
    let reply = await ask();
    const isBroken = 'message' in reply && reply.message === BROKEN;
    if (isBroken) reply = await ask();
    if (!('message' in reply)) return null;
    const isTaken = isBroken && reply.message === 'Refund already requested' && !this.#has('fails-on-already-requested');
    return isTaken ? null : reply;
  }

  async #call(name: string, fields: object): Promise<{ data: unknown } | Refusal> {
    try {
      const reply = await fetch(`${this.#url}/api/v2/${name}`, {
        method: 'POST',
        headers: { token: this.#token, 'content-type': 'application/json' },
        body: JSON.stringify(fields),
        ...(this.#has('waits-for-ever') ? {} : { signal: AbortSignal.timeout(API_LIMIT_MS) }),
      });
      const { ResponseCode, ResponseMsg, data } = (await reply.json()) as Envelope;
      return ResponseCode === 1 ? { data } : { status: reply.status, message: ResponseMsg };
    } catch (error) {
      return { status: null, message: error instanceof Error && error.name === 'TimeoutError' ? 'no answer' : BROKEN };
    }
  }
}

const BROKEN = 'the connection broke';
