/** What the bench tells the process that writes records. */
export type SourceOrder =
  | { kind: 'fill'; count: number }
  | { kind: 'stream'; perSecond: number; seconds: number }
  | { kind: 'stop' };

/** What that process tells the bench. */
export type SourceMessage =
  | { kind: 'ready'; url: string }
  | { kind: 'filled'; newestSeq: number; meanBytes: number }
  /** Newest record at points in time, epoch ms, a few ms apart. */
  | { kind: 'streamed'; written: [seq: number, atMs: number][] };
