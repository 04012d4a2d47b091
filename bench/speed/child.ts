import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** What a measured process has used so far. */
export interface Usage {
  cpuUs: number;
  rssBytes: number;
}

/** A process of the bench, seen from its parent. */
export class Child {
  readonly #process: ChildProcess;
  readonly #asked = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>();
  #lastId = 0;
  #hasEnded = false;

  constructor(args: readonly string[], { env = {} }: { env?: NodeJS.ProcessEnv } = {}) {
    const stdio = ['ignore', 'pipe', 'inherit', 'ipc'] as const;
    this.#process = spawn(process.execPath, args, { stdio: [...stdio], env: { ...process.env, ...env } });
    this.#process.on('message', (message: { id?: number; answer?: unknown }) => {
      if (message.id === undefined) return;
      this.#asked.get(message.id)?.resolve(message.answer);
      this.#asked.delete(message.id);
    });
    this.#process.once('exit', (code) => {
      this.#hasEnded = true;
      for (const { reject } of this.#asked.values()) reject(new Error(`A process ended before it answered, with ${code}.`));
    });
  }

  /** What the first line says that fits; what is printed later is read and dropped. @throws Error when the process ends before. */
  whenPrinted(pattern: RegExp): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#process.once('exit', (code) => reject(new Error(`A process ended early, with ${code}.`)));
      const { stdout } = this.#process;
      if (stdout === null) throw new Error('Nothing can be read from the process.');
      const lines = createInterface(stdout);
      lines.on('line', (line) => {
        const found = pattern.exec(line)?.[1];
        if (found === undefined) return;
        lines.close();
        stdout.resume();
        resolve(found);
      });
    });
  }

  whenReady(): Promise<void> {
    return new Promise((resolve) => {
      this.#process.on('message', (message: { ready?: boolean }) => message.ready && resolve());
    });
  }

  /** Gives an order that `answerOrders` takes in the other process. */
  ask<T>(order: string, given?: unknown): Promise<T> {
    const id = ++this.#lastId;
    return new Promise<T>((resolve, reject) => {
      this.#asked.set(id, { resolve: (answer) => resolve(answer as T), reject });
      this.#process.send({ id, order, given });
    });
  }

  usage(): Promise<Usage> {
    return this.ask<Usage>('usage');
  }

  /** Lets it finish; after twenty seconds it is ended. */
  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.#hasEnded) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#process.kill('SIGKILL'), 20_000);
      this.#process.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
      this.#process.kill(signal);
    });
  }
}

/** A compiled program of the bench. */
export function programPath(name: string): string {
  return fileURLToPath(new URL(`./programs/${name}.js`, import.meta.url));
}
