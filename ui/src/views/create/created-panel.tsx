import { Button } from '@mantine/core';
import type { CreatedView, ProviderView } from '../../../../server/http/control/provider-replies.js';
import { indentJson } from '../../format/indent-json.js';
import { showUnseen } from '../../format/text.js';
import { formatPlace, type Place } from '../../routing/place.js';
import { goTo } from '../../routing/use-place.js';
import { CopyButton } from '../common/copy-button.js';
import form from '../common/form-columns.module.css';
import { VerdictBadge } from '../common/verdict-badge.js';
import { CopyBlock } from '../stage/copy-block.js';
import { CheckoutPanel, useCheckoutAddress } from './checkout-panel.js';
import classes from './create-view.module.css';

/** What the provider answered, and what can be done with the payment. */
export function CreatedPanel({ created, provider }: { created: CreatedView; provider: ProviderView }) {
  const { status, body, paymentId, checkoutUrl, seq } = created;
  const isCreated = paymentId !== null;
  const checkout = useCheckoutAddress(checkoutUrl, provider.name);
  return (
    <section aria-label="Answer">
      <div className={classes.resultTop}>
        <h2 className={form.title}>{isCreated ? 'Payment created' : `${provider.title} refused`}</h2>
        <VerdictBadge verdict={{ text: `Status ${status}`, tone: isCreated ? 'good' : 'bad' }} />
      </div>
      {isCreated ? (
        <>
          <p className={classes.id}>
            <code className={classes.mono}>{showUnseen(paymentId)}</code> <CopyButton text={paymentId} subject="payment id" />
          </p>
          <div className={classes.buttons}>
            {checkout !== null && (
              <Button component="a" color="blue" size="compact-md" href={checkout.url} target="_blank" rel="noopener">
                Open checkout in a new tab
              </Button>
            )}
            <PlaceButton place={{ view: 'payment', paymentId }}>Open payment</PlaceButton>
            <PlaceButton place={{ view: 'exchange', seq, compareWith: null }}>Show the call</PlaceButton>
          </div>
          {checkout !== null && <CheckoutPanel checkout={checkout} />}
        </>
      ) : (
        <>
          <p className={form.note}>
            Nothing was created; what you filled in is kept. The answer says why, in the provider’s own words.
          </p>
          <div className={classes.buttons}>
            <PlaceButton place={{ view: 'exchange', seq, compareWith: null }}>Show the call</PlaceButton>
          </div>
        </>
      )}
      <CopyBlock label="Answer" text={showUnseen(indentJson(body) ?? body)} subject="answer" />
    </section>
  );
}

function PlaceButton({ place, children }: { place: Place; children: string }) {
  return (
    <Button
      component="a"
      variant="default"
      size="compact-md"
      href={`${location.pathname}${formatPlace(place)}`}
      onClick={(click) => {
        if (click.ctrlKey || click.metaKey || click.shiftKey || click.button !== 0) return;
        click.preventDefault();
        goTo(place);
      }}
    >
      {children}
    </Button>
  );
}
