import type { ProviderRoute } from '../provider.js';
import { defineApiRoute } from './api-route.js';
import { createLink, createSplitLink } from './create-link.js';
import { deleteLink } from './delete-link.js';
import { listUnusedLinks, listUsedLinks } from './lists.js';
import { pageRoutes } from './page-routes.js';
import { listPayouts } from './payouts.js';
import { requestRefund } from './refunds.js';
import { listTaxInvoices } from './tax-invoices.js';
import { listPayIns } from './transactions.js';

/** The complete V2 API as docs.secpaid.com/api-doc/overview lists it, and the pay page. V1 and OAuth are reserved for SecPaid's own apps. */
export const routes: readonly ProviderRoute[] = [
  defineApiRoute('createLink', createLink),
  defineApiRoute('createSplitLink', createSplitLink),
  defineApiRoute('getMyUnusedLinks', listUnusedLinks),
  defineApiRoute('getMyUsedLinks', listUsedLinks),
  defineApiRoute('deleteLink', deleteLink),
  defineApiRoute('getPayInTransactions', listPayIns),
  defineApiRoute('getPayOutTransactions', listPayouts),
  defineApiRoute('refundPayment', requestRefund),
  defineApiRoute('getTaxInvoiceList', listTaxInvoices),
  ...pageRoutes,
];
