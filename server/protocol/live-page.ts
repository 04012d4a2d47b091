/** Request header by which the live page says that it is the one who calls, so that the log tells a press on it from any other call. */
export const CLIENT_HEADER = 'paystage-client';
/** Its value there. */
export const LIVE_PAGE_CLIENT = 'live-page';
