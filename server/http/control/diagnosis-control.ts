import { defineRoute } from './control-route.js';
import { diagnosisAsked, diagnosisView } from './diagnosis-replies.js';
import { findOwnDelivery, findOwnPayment } from './lane-lookups.js';

export const diagnosisControl = [
  defineRoute({
    method: 'POST',
    path: '/deliveries/{id}/diagnosis',
    summary:
      'Find out why the app refuses a delivery: sends it in at most 120 other forms, of which the app accepts the one that fits its mistake. The delivery stays as it was',
    body: diagnosisAsked,
    reply: diagnosisView,
    async handle(context, { endpoint }) {
      const { id, paymentId } = findOwnDelivery(context);
      const { lane } = findOwnPayment(context, paymentId);
      return await context.checkDesk.diagnose(lane, id, endpoint);
    },
  }),
];
