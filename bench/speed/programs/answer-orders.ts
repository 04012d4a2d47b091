/** What a child process of the bench answers its parent, each order by name. */
export type Orders = Record<string, (given: never) => unknown>;

/** Answers the orders that come over IPC, and keeps no process alive for them. */
export function answerOrders(orders: Orders): void {
  process.on('message', async (message: { id?: number; order?: string; given?: never }) => {
    const answer = orders[message.order ?? ''];
    if (answer === undefined || message.id === undefined) return;
    process.send?.({ id: message.id, answer: await answer(message.given as never) });
  });
  process.channel?.unref();
  // The bench is gone, however that came about.
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
}

/** Milliseconds of a clock that all processes of a machine share. */
export function sharedNowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
