/** Statuses of a payment with a 3-D Secure challenge: one signed webhook each, in this order. */
export const STATUSES = ['INIT', 'AUTH3DSCHALLENGE', 'AUTH3DSCHALLENGEFORM', 'AUTH3DSRESULT', 'PAYING', 'SUCCEEDED'] as const;
export const WEBHOOKS_PER_PAYMENT = STATUSES.length;
/** Three calls make one payment: it is created, the card is submitted, the bank is answered. Each of the last two sends three webhooks. */
export const CALLS_PER_PAYMENT = 3;
/** How many calls, and how many deliveries, are under way at a time at most. */
export const CONNECTIONS = 16;
