import { randomBytes } from 'node:crypto';
import { Low } from 'lowdb';
import type { Account } from '../domain/account.js';
import { HarnessError } from '../domain/errors.js';
import { FORMAT_VERSION } from './format-version.js';
import { toStorageError } from './storage-errors.js';

/** What accounts.json holds: everything that must outlive a run but may never stand in the log. */
export interface AccountsData {
  version: number;
  accounts: Account[];
  /** By payment id, then by name. */
  secrets: Record<string, Record<string, string>>;
  /** Signs the forms of our own pages. */
  formKey: string;
}

interface Content {
  accounts: readonly Account[];
  secrets: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

interface Draft {
  accounts: Account[];
  secrets: Map<string, Readonly<Record<string, string>>>;
}

interface Change {
  apply(draft: Draft): void;
  resolve(): void;
  reject(error: unknown): void;
}

/** Between two tries to write what could not be written, in ms. */
const RETRY_MS = 1_000;

/** Secrets of forgotten payments are looked for when there are this many, and then at each doubling. */
const FIRST_SWEEP = 1_000;

/** Where they are on disk; null before the first write. */
export interface AccountsFile {
  read(): Promise<AccountsData | null>;
  write(data: AccountsData): Promise<void>;
}

export interface AccountStoreOptions {
  /** Null keeps everything in memory. */
  file: { adapter: AccountsFile; path: string } | null;
  stored: AccountsData | null;
  isKnownPayment(paymentId: string): boolean;
}

/**
 * Accounts with their keys, and the secrets of single payments. For accounts memory follows the disk: what cannot be written does not happen.
 * A payment stands in the log whatever its caller was told, so its secrets stay and are written as soon as that is possible.
 */
export class AccountStore {
  readonly formKey: string;
  readonly #low: Low<AccountsData> | null;
  readonly #path: string;
  readonly #isKnownPayment: (paymentId: string) => boolean;
  #content: Content;
  #waiting: Change[] = [];
  #running: Promise<void> | null = null;
  #sweepAt: number;
  /** Secrets of payments that are on their way to the disk. They count already. */
  readonly #unwritten = new Map<string, Readonly<Record<string, string>>>();
  #retry: NodeJS.Timeout | undefined;

  constructor({ file, stored, isKnownPayment }: AccountStoreOptions) {
    this.formKey = stored?.formKey ?? randomBytes(32).toString('hex');
    this.#content = { accounts: stored?.accounts ?? [], secrets: new Map(Object.entries(stored?.secrets ?? {})) };
    this.#low = file === null ? null : new Low<AccountsData>(file.adapter, this.#toData(this.#content));
    this.#path = file?.path ?? '';
    this.#isKnownPayment = isKnownPayment;
    this.#sweepAt = Math.max(FIRST_SWEEP, this.#content.secrets.size);
  }

  list(): readonly Account[] {
    return this.#content.accounts;
  }

  get(id: string): Account | undefined {
    return this.#content.accounts.find((account) => account.id === id);
  }

  /** Adds an account or replaces the one with its id. Resolves when it is on disk. @throws HarnessError `storage_full` (507). */
  save(account: Account): Promise<void> {
    return this.#change(({ accounts }) => {
      const index = accounts.findIndex(({ id }) => id === account.id);
      if (index === -1) accounts.push(account);
      else accounts[index] = account;
    });
  }

  secretOf(paymentId: string, name: string): string | undefined {
    const secrets = [this.#unwritten, this.#content.secrets].map((of) => of.get(paymentId));
    return secrets.find((own) => own && Object.hasOwn(own, name))?.[name];
  }

  /** Values of all secrets of a payment. */
  secretsOf(paymentId: string): readonly string[] {
    return Object.values({ ...this.#content.secrets.get(paymentId), ...this.#unwritten.get(paymentId) });
  }

  /**
   * Keeps secrets of a payment beside those it has, at once. Resolves when they are on disk.
   * @throws HarnessError `storage_full` (507): the first try failed; it is tried again until they are.
   */
  putSecrets(paymentId: string, secrets: Readonly<Record<string, string>>): Promise<void> {
    this.#unwritten.set(paymentId, { ...this.#unwritten.get(paymentId), ...secrets });
    return this.#writeOut();
  }

  /** Resolves when nothing waits to be written any more. */
  async whenIdle(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  /**
   * Ends writing. Without the file the next start would have other keys, so it is written again when somebody has deleted it.
   * @throws HarnessError `storage_full` when secrets of payments could not be written until now.
   */
  async close(): Promise<void> {
    await this.whenIdle();
    const [written] = await Promise.allSettled(this.#unwritten.size > 0 ? [this.#writeOut()] : []);
    clearTimeout(this.#retry);
    if (written?.status === 'rejected') throw toLostSecrets(written.reason, [...this.#unwritten.keys()]);
    const isEmpty = this.#content.accounts.length === 0;
    if (this.#low === null || isEmpty || (await this.#low.adapter.read().catch(() => undefined)) !== null) return;
    this.#low.data = this.#toData(this.#content);
    // The folder may be gone as well; what it held is lost then, and the journal has told.
    await this.#low.write().catch(() => {});
  }

  /** Writes as it is: every write takes the secrets along that none has taken yet. */
  #writeOut(): Promise<void> {
    return this.#change(() => {});
  }

  #change(apply: (draft: Draft) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ apply, resolve, reject });
      this.#start();
    });
  }

  #start(): void {
    this.#running ??= Promise.resolve()
      .then(() => this.#writeAll())
      .finally(() => {
        this.#running = null;
        // A change that came between the last look and this moment found a writer that was already done.
        if (this.#waiting.length > 0) this.#start();
      });
  }

  /** Changes that come while a write runs go out together with the next one: each write is the whole file. */
  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const changes = this.#waiting;
      this.#waiting = [];
      const draft: Draft = { accounts: [...this.#content.accounts], secrets: new Map(this.#content.secrets) };
      if (draft.secrets.size >= this.#sweepAt) this.#sweep(draft);
      for (const change of changes) change.apply(draft);
      const secrets = [...this.#unwritten];
      for (const [paymentId, own] of secrets) draft.secrets.set(paymentId, { ...draft.secrets.get(paymentId), ...own });
      try {
        if (this.#low !== null) {
          this.#low.data = this.#toData(draft);
          await this.#low.write();
        }
        this.#content = draft;
        for (const [paymentId, own] of secrets) if (this.#unwritten.get(paymentId) === own) this.#unwritten.delete(paymentId);
        for (const change of changes) change.resolve();
      } catch (error) {
        const problem = toStorageError(error, this.#path);
        for (const change of changes) change.reject(problem);
        if (this.#unwritten.size > 0) this.#tryLater();
      }
    }
  }

  #tryLater(): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#writeOut().catch(() => {}), RETRY_MS);
    this.#retry.unref();
  }

  #sweep({ secrets }: Draft): void {
    for (const paymentId of secrets.keys()) if (!this.#isKnownPayment(paymentId)) secrets.delete(paymentId);
    this.#sweepAt = Math.max(FIRST_SWEEP, secrets.size * 2);
  }

  #toData({ accounts, secrets }: Content): AccountsData {
    return { version: FORMAT_VERSION, accounts: [...accounts], secrets: Object.fromEntries(secrets), formKey: this.formKey };
  }
}

function toLostSecrets(problem: unknown, paymentIds: readonly string[]): unknown {
  if (!(problem instanceof HarnessError)) return problem;
  const [shown, rest] = [paymentIds.slice(0, 5).join(', '), paymentIds.length - 5];
  const payments = rest > 0 ? `${shown} and ${rest} more` : shown;
  return new HarnessError(problem.code, `${problem.message} Keys that payments had of their own are lost: ${payments}.`, {
    status: problem.status,
    exitCode: problem.exitCode,
    hint: 'After the next start these payments use the keys of their account; make them anew to have theirs.',
    cause: problem,
  });
}
