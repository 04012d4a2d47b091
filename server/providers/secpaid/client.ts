import type { JsonObject, JsonValue } from '../../protocol/records.js';
import { type ApiCaller, ProviderApiError } from '../api-client.js';

/** What createLink takes. Source: docs.secpaid.com/api/create-link. */
export interface CreateLink {
  /** EUR, above 0. */
  amount: number | string;
  /** Shown on the pay page and sent in the webhook. */
  recipient_note?: string;
  cancellable?: boolean;
  bank_transfer?: 'true' | 'false';
  /** URLs or numbers of saved ones, with commas. */
  callback_url?: string;
  payment_endpoint?: string;
  bank_statement_description?: string;
  is_qr_link?: boolean;
  is_encryption?: 'Yes' | 'No';
  /** Exactly 32 bytes. */
  encryption_key?: string;
}

/** What every successful answer carries beside its data. */
export interface SecPaidAnswer {
  ResponseCode: 1;
  ResponseMsg: string;
  Result: 'True';
  ServerTime: string;
  data?: JsonValue;
  [name: string]: JsonValue | undefined;
}

export interface CreatedLink extends SecPaidAnswer {
  data: { id?: number; linktopay_id?: number; pay_link: string } & JsonObject;
}

/** SecPaid's V2 API, with the token of one account. Each throws `ProviderApiError` with SecPaid's own words. */
export interface SecPaidClient {
  createLink(fields: CreateLink): Promise<CreatedLink>;
  /** `recipients` as docs.secpaid.com/api/create-split-link describes them. */
  createSplitLink(fields: CreateLink & JsonObject): Promise<CreatedLink>;
  getMyUnusedLinks(fields?: JsonObject): Promise<SecPaidAnswer>;
  getMyUsedLinks(fields?: JsonObject): Promise<SecPaidAnswer>;
  deleteLink(fields: { link_id: string | number }): Promise<SecPaidAnswer>;
  getPayInTransactions(fields?: JsonObject): Promise<SecPaidAnswer>;
  getPayOutTransactions(fields?: JsonObject): Promise<SecPaidAnswer>;
  refundPayment(fields: { pay_id: string | number; refund_amount: number | string } & JsonObject): Promise<SecPaidAnswer>;
  getTaxInvoiceList(fields?: JsonObject): Promise<SecPaidAnswer>;
}

export function createSecPaidClient({ keys, send }: ApiCaller): SecPaidClient {
  const call = async (name: string, fields: object = {}): Promise<SecPaidAnswer> => {
    const reply = await send({
      method: 'POST',
      path: `/api/v2/${name}`,
      headers: [['token', keys.token ?? '']],
      body: fields as JsonObject,
    });
    const answer = reply.value as Partial<SecPaidAnswer> | undefined;
    // The status may be 200 for a refusal, too: the switch errorHttpStatus.
    if (answer?.ResponseCode === 1) return answer as SecPaidAnswer;
    throw new ProviderApiError(name, answer?.ResponseMsg ?? reply.text.slice(0, 1_000), reply);
  };
  return {
    createLink: async (fields) => (await call('createLink', fields)) as CreatedLink,
    createSplitLink: async (fields) => (await call('createSplitLink', fields)) as CreatedLink,
    getMyUnusedLinks: (fields) => call('getMyUnusedLinks', fields),
    getMyUsedLinks: (fields) => call('getMyUsedLinks', fields),
    deleteLink: (fields) => call('deleteLink', fields),
    getPayInTransactions: (fields) => call('getPayInTransactions', fields),
    getPayOutTransactions: (fields) => call('getPayOutTransactions', fields),
    refundPayment: (fields) => call('refundPayment', fields),
    getTaxInvoiceList: (fields) => call('getTaxInvoiceList', fields),
  };
}
