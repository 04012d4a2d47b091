import { type ApiAnswer, type ApiCall, findOwnLink } from './api-route.js';
import { texts } from './envelope.js';
import { isAbsent } from './parameters.js';
import { Refusal } from './refusal.js';

/** deleteLink: for good, and nobody is told (docs.secpaid.com/api/delete-link). Only `Unused` links can be deleted. */
export function deleteLink(call: ApiCall): ApiAnswer {
  const { link_id: linkId } = call.params;
  if (isAbsent(linkId)) throw new Refusal(400, texts.linkIdMissing);
  const payment = findOwnLink(call, linkId);
  if (payment.status === 'Used') throw new Refusal(400, texts.linkUsed);
  if (payment.status !== 'Unused') throw new Refusal(400, texts.linkIdWrong);
  return {
    message: 'Link has been deleted successfully',
    paymentId: payment.id,
    changes: [{ type: 'change_status', paymentId: payment.id, to: 'Deleted' }],
  };
}
