/** Something stood in the way of judging. That says nothing about the receiver. */
export class InconclusiveError extends Error {}
