/** What an expectation came to: what was asked, what was seen, and the record that came nearest. */
export interface Judgement {
  isMet: boolean;
  /** What was asked, in plain words: `event SUCCEEDED acknowledged within 3 attempts`. */
  expected: string;
  /** What there was instead, or what met it. */
  seen: string;
  /** The record that speaks for it or came nearest; null where there is none. */
  nearest: NearestRecord | null;
}

export interface NearestRecord {
  seq: number;
  type: string;
  /** One plain sentence. */
  sentence: string;
}
