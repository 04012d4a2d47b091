/** How headers are made for an event, where not as the provider would make them now. */
export interface SignWish {
  body?: string;
  key?: string;
  offsetMs?: number;
}
