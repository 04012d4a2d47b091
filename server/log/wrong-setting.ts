import type { Account } from '../domain/account.js';

/** A setting that its provider cannot read; `name` null: all of them together. */
export interface WrongSetting {
  name: string | null;
  /** `serverTime`, `finalStatuses.expired` */
  where: string;
  fault: string;
}

/** What a setting may be only its provider knows. Those that this version does not know are not looked at. */
export type FindWrongSettings = (account: Account) => readonly WrongSetting[];
