import { ControlClient, type StageAddress } from '../../client/control-client.js';
import { followRecords, readRecords } from '../../client/record-reader.js';
import type { LogRecord } from '../../protocol/records.js';

/** Nobody waits that long for a run. */
const FOLLOW_MS = 7 * 86_400_000;

/** Collects what a stage writes down from now on: a lane's records are gone with the lane. */
export class RunLog {
  readonly #client: ControlClient;
  readonly #end = new AbortController();
  readonly #records = new Map<string, LogRecord[]>();
  readonly #following: Promise<void>;
  #after: number;

  private constructor(client: ControlClient, after: number) {
    this.#client = client;
    this.#after = after;
    this.#following = this.#follow();
  }

  static async start(address: StageAddress): Promise<RunLog> {
    const client = new ControlClient(address);
    const { lastSeq } = await client.get<{ lastSeq: number }>('/records?limit=1');
    return new RunLog(client, lastSeq);
  }

  /**
   * Ends the collecting. @returns the records of these lanes, one after the other, as lines of JSON. `seq` counts from 1, because what else a stage
   * did before and meanwhile is no part of the run.
   */
  async finish(lanes: readonly string[]): Promise<string> {
    this.#end.abort();
    await this.#following;
    this.#add(await readRecords(this.#client, { after: this.#after }));
    const records = lanes.flatMap((lane) => this.#records.get(lane) ?? []);
    return records.map((record, index) => `${JSON.stringify({ ...record, seq: index + 1 })}\n`).join('');
  }

  async #follow(): Promise<void> {
    try {
      for await (const records of followRecords(this.#client, { after: this.#after }, FOLLOW_MS, this.#end.signal))
        this.#add(records);
    } catch {
      // Ended, or the stage is gone; then there is nothing more to collect and the run itself says so.
    }
  }

  #add(records: readonly LogRecord[]): void {
    for (const record of records) {
      if (record.seq <= this.#after) continue;
      this.#after = record.seq;
      const known = this.#records.get(record.lane);
      if (known) known.push(record);
      else this.#records.set(record.lane, [record]);
    }
  }
}
