import { findHeader, joinHeaders, type WireMessage } from '../../format/messages.js';
import { showUnseen } from '../../format/text.js';
import { CopyButton } from '../common/copy-button.js';
import { BodyPane } from './body-pane.js';
import detail from './record-detail.module.css';
import classes from './wire-message-pane.module.css';

/** A request or a reply: first line, headers in the order and the case in which they were sent, body. */
export function WireMessagePane({ message, isColoured = false }: { message: WireMessage; isColoured?: boolean }) {
  const { title, startLine, headers, body, bodyNote, plain } = message;
  return (
    <section className={detail.section} aria-label={title}>
      <h3 className={detail.heading}>
        <span>{title}</span>
        {headers.length > 0 && (
          <CopyButton text={`${startLine}\n${joinHeaders(headers)}`} subject={`${title.toLowerCase()} headers`} />
        )}
      </h3>
      <div className={classes.message}>
        <p className={classes.start}>{showUnseen(startLine)}</p>
        <ul className={classes.headers} aria-label={`${title} headers`}>
          {headers.map(([name, value], index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a name may come twice, and the order never changes
            <li key={index}>
              <span className={classes.name}>{showUnseen(name)}:</span> {showUnseen(value)}
            </li>
          ))}
        </ul>
      </div>
      {body && bodyNote !== null && <p className={classes.empty}>{bodyNote}</p>}
      {body ? (
        <BodyPane
          subject={`${title.toLowerCase()} body`}
          body={body}
          contentType={findHeader(headers, 'content-type')}
          plain={plain}
          isColoured={isColoured}
        />
      ) : (
        <p className={classes.empty}>{bodyNote ?? 'No body'}</p>
      )}
    </section>
  );
}
