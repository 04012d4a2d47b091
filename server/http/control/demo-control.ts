import { z } from 'zod';
import { defineRoute } from './control-route.js';
import { demoShopView } from './demo-replies.js';

const shopReply = z.object({ shop: demoShopView.nullable() });

export const demoControl = [
  defineRoute({
    method: 'GET',
    path: '/demo',
    summary: 'The sample shop that runs beside the stage, and what a check run has to know of it; null when none runs',
    isStageWide: true,
    reply: shopReply,
    handle: ({ demoDesk }) => ({ shop: demoDesk.shop }),
  }),
  defineRoute({
    method: 'POST',
    path: '/demo',
    summary:
      'Start the sample shop as a process of its own, or find the one that runs. The default accounts send their events there, too',
    isStageWide: true,
    reply: shopReply,
    handle: async ({ demoDesk }) => ({ shop: await demoDesk.start() }),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/demo',
    summary: 'End the sample shop; events go where they went before',
    isStageWide: true,
    reply: shopReply,
    async handle({ demoDesk }) {
      await demoDesk.stop();
      return { shop: null };
    },
  }),
];
