import type { FaultSpec } from '../domain/fault-spec.js';
import type { ControlClient } from './control-client.js';

/** A fault that is active. */
export interface ActiveFault {
  id: string;
  /** Takes it back; does nothing when it is used up. */
  clear(): Promise<void>;
}

/** Breaks what the stage does, on purpose and within bounds. `paystage faults` lists the kinds. */
export class LaneFaults {
  readonly #client: ControlClient;

  constructor(client: ControlClient) {
    this.#client = client;
  }

  /** @param spec such as `{ fault: 'duplicate', copies: 2, when: { payment: id }, times: 1 }`. @throws HarnessError `invalid_fault` naming what is wrong. */
  async set(spec: FaultSpec): Promise<ActiveFault> {
    const { id } = await this.#client.post<{ id: string }>('/faults', spec);
    return {
      id,
      clear: async () => {
        const { faults } = await this.list();
        if (faults.some((fault) => fault.id === id)) await this.#client.delete(`/faults/${encodeURIComponent(id)}`);
      },
    };
  }

  list(): Promise<{ faults: { id: string; fault: string }[] }> {
    return this.#client.get('/faults');
  }

  async clear(): Promise<void> {
    await this.#client.post('/faults/clear');
  }
}
