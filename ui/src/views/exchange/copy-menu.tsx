import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { version } from '../../../../package.json';
import { buildHar } from '../../exchange/build-har.js';
import { copyAsCurl } from '../../exchange/copy-as-curl.js';
import { copyAsFetch } from '../../exchange/copy-as-fetch.js';
import { copyAsHttpie } from '../../exchange/copy-as-httpie.js';
import { buildExchange, type Exchange } from '../../exchange/exchange.js';
import { listExchanges } from '../../exchange/list-exchanges.js';
import { buildRequestToCopy } from '../../exchange/request-to-copy.js';
import { findStart } from '../../state/record-context.js';
import { CopyButton } from '../common/copy-button.js';
import { PopoverMenu } from '../common/popover-menu.js';
import { saveFile } from '../common/save-file.js';
import classes from './exchange-view.module.css';
import type { ReadyRecord } from './use-exchange-record.js';

/** The request as a command to paste, and the exchange or all those of its payment as an HTTP archive. Absent where nothing went over the wire. */
export function CopyMenu({ exchange: { record, context, story } }: { exchange: ReadyRecord }) {
  const exchange = useMemo(
    () => buildExchange(record, { event: context.event, start: findStart(record, story), origin: location.origin }),
    [record, context.event, story],
  );
  if (!exchange) return null;
  const request = buildRequestToCopy(exchange);
  const name = `paystage-record-${record.seq}.har`;
  return (
    <>
      <CopyButton text={copyAsCurl(request)} subject="the request for a shell" label="Copy as cURL" />
      <CopyButton text={copyAsFetch(request)} subject="the request in JavaScript" label="Copy as fetch" />
      <CopyButton text={copyAsHttpie(request)} subject="the request for HTTPie" label="Copy as HTTPie" />
      <PopoverMenu label="Save HAR" size="compact-xs">
        {(close) => (
          <div className={classes.choices}>
            <Button
              variant="default"
              size="compact-sm"
              onClick={() => {
                close();
                saveHar(name, [exchange]);
              }}
            >
              Download this exchange
            </Button>
            {story && (
              <Button
                variant="default"
                size="compact-sm"
                onClick={() => {
                  close();
                  const all = listExchanges(story.records, new Map([[story.paymentId, story]]), location.origin);
                  saveHar(`paystage-payment-${story.paymentId}.har`, all);
                }}
              >
                Download the payment
              </Button>
            )}
            <p className={classes.hint}>
              An HTTP archive, for the network tab of a browser. Credentials are masked as in the log.
            </p>
          </div>
        )}
      </PopoverMenu>
    </>
  );
}

function saveHar(name: string, exchanges: readonly Exchange[]): void {
  saveFile(name, 'application/json', JSON.stringify(buildHar(exchanges, version), null, 2));
}
