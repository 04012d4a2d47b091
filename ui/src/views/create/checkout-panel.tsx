import type { ReactNode } from 'react';
import { CopyBlock } from '../stage/copy-block.js';
import classes from './create-view.module.css';
import { findPhoneAddress, type PhoneAddress } from './phone-address.js';
import { QrCode } from './qr-code.js';
import { useBases } from './use-bases.js';

/** Where the customer pays, here and on a phone. */
export function CheckoutPanel({ checkoutUrl, provider }: { checkoutUrl: string; provider: string }) {
  const bases = useBases(provider);
  const phone = findPhoneAddress(checkoutUrl, location.origin, bases);
  return (
    <>
      <CopyBlock label="Checkout" text={checkoutUrl} subject="checkout address" />
      <figure className={classes.phone}>
        <QrCode text={phone.url} label={`QR code: ${phone.url}`} />
        <figcaption className={classes.phoneText}>{explainPhone(phone)}</figcaption>
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
