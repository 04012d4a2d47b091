import type { ReactNode } from 'react';
import { CopyBlock } from '../stage/copy-block.js';
import classes from './create-view.module.css';
import { findPhoneAddress, type PhoneAddress } from './phone-address.js';
import { QrCode } from './qr-code.js';
import { useBases } from './use-bases.js';

/** The checkout's address as this browser and a phone reach it; null where there is none. */
export function useCheckoutAddress(checkoutUrl: string | null, provider: string): PhoneAddress | null {
  const bases = useBases(provider);
  return checkoutUrl === null ? null : findPhoneAddress(checkoutUrl, location.origin, bases);
}

/** Where the customer pays, here and on a phone. */
export function CheckoutPanel({ checkout }: { checkout: PhoneAddress }) {
  return (
    <>
      <CopyBlock label="Checkout" text={checkout.url} subject="checkout address" />
      <figure className={classes.phone}>
        <QrCode text={checkout.url} label={`QR code: ${checkout.url}`} />
        <figcaption className={classes.phoneText}>{explainPhone(checkout)}</figcaption>
      </figure>
    </>
  );
}

function explainPhone({ kind, url }: PhoneAddress): ReactNode {
  switch (kind) {
    case 'reachable':
      return <p>Scan it with a phone that reaches this address.</p>;
    case 'replaced':
      return (
        <>
          <p>
            Scan it with a phone in the same network. The code holds the address under which you opened this page, because{' '}
            <code>localhost</code> would be the phone itself:
          </p>
          <p className={classes.mono}>{url}</p>
        </>
      );
    case 'local':
      return (
        <>
          <p>
            This address opens on this machine only: on a phone, <code>localhost</code> is the phone itself.
          </p>
          <p>To pay on a phone, let the stage listen on the network and open this page through that address:</p>
          <p className={classes.mono}>
            paystage start --host 0.0.0.0 --allow-host &lt;address of this machine&gt; --token &lt;secret&gt;
          </p>
        </>
      );
  }
}
