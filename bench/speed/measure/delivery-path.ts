import { Child, programPath } from '../child.js';
import type { Plan } from '../plan.js';
import type { PathFigures } from '../programs/delivery-path.js';
import { pairedRatio } from '../statistics.js';
import type { Receiver } from '../systems.js';

/** Goal 1: what building, signing and sending costs beside undici's plain request. */
export async function measureDeliveryPath(receiver: Receiver, { repeats, pathWebhooks: count }: Plan) {
  const child = new Child([programPath('delivery-path')]);
  await child.whenReady();
  const { url } = receiver;
  const send = (way: string) => child.ask<PathFigures>('send', { way, url, count });
  const product: PathFigures[] = [];
  const reference: PathFigures[] = [];
  try {
    await receiver.reset('');
    for (const way of ['reference', 'product']) await send(way);
    for (let repeat = 0; repeat < repeats; repeat++) {
      reference.push(await send('reference'));
      product.push(await send('product'));
    }
  } finally {
    await child.stop('SIGKILL');
  }
  const speed = (figures: PathFigures[]) => figures.map(({ webhooksPerSecond }) => webhooksPerSecond);
  const cpu = (figures: PathFigures[]) => figures.map(({ cpuUsPerWebhook }) => cpuUsPerWebhook);
  return {
    product,
    reference,
    speedRatio: pairedRatio(speed(product), speed(reference)),
    cpuRatio: pairedRatio(cpu(product), cpu(reference)),
  };
}
