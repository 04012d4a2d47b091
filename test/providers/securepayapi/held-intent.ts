import { securepayapi } from '../../../server/providers/securepayapi/index.js';
import type { TestStage } from './test-stage.js';

/** An intent that was held before its first card, and then paid with this one. */
export function payHeld(stage: TestStage, card: string): string {
  const { id } = stage.make().payment;
  stage.actAsStaff(id, { action: 'hold' });
  stage.act(id, { action: 'pay', card });
  return id;
}

/** Staff actions without details, one after the other. */
export function staff(stage: TestStage, id: string, ...actions: string[]): void {
  for (const action of actions) stage.actAsStaff(id, { action });
}

/** The facts as a page shows them. */
export function presented(stage: TestStage, id: string) {
  return securepayapi.presentPayment(stage.payment(id), stage.account);
}

/** Statuses in the order in which they were reached. */
export function walked(stage: TestStage, id: string): string[] {
  const { history } = stage.payment(id);
  return history.map(({ status }) => status).filter((status, index, all) => status !== (all[index - 1] ?? 'requires_payment'));
}
