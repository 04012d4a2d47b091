import type { HeaderChange } from '../../exchange/compare-headers.js';
import { type BodyForm, isUnchanged, type MessageChange } from '../../exchange/compare-messages.js';
import { showUnseen } from '../../format/text.js';
import { CodeDiff } from '../common/code-diff.js';
import page from './exchange-view.module.css';
import classes from './message-comparison.module.css';

const signs: Record<HeaderChange['kind'], string> = { same: '', changed: '~', added: '+', removed: '−' };
const words: Record<HeaderChange['kind'], string> = { same: 'same', changed: 'changed', added: 'added', removed: 'removed' };
const notes: Record<BodyForm, string | null> = {
  plain: 'The payloads before encryption:',
  read: null,
  sent: 'Laid out for reading they are the same. Exactly as sent they differ:',
  bytes: 'Byte by byte:',
};

/** What became of a request or a response from one attempt to another. */
export function MessageComparison({ change }: { change: MessageChange }) {
  const { title, startLine, headers, isReordered, body } = change;
  if (startLine.before === null && startLine.after === null)
    return (
      <section className={page.section} aria-label={`${title} compared`}>
        <h3 className={page.heading}>{title}</h3>
        <p className={classes.note}>Neither was answered.</p>
      </section>
    );
  return (
    <section className={page.section} aria-label={`${title} compared`}>
      <h3 className={page.heading}>{title}</h3>
      <div className={classes.box}>
        <StartLine {...startLine} />
        {headers.length > 0 && (
          <table className={classes.headers}>
            <caption className="visually-hidden">{title} headers compared</caption>
            <colgroup>
              <col className={classes.signColumn} />
              <col className={classes.nameColumn} />
              <col />
            </colgroup>
            <thead className="visually-hidden">
              <tr>
                <th scope="col">Change</th>
                <th scope="col">Header</th>
                <th scope="col">Value</th>
              </tr>
            </thead>
            <tbody>
              {headers.map((header, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a name may come twice, and the order never changes
                <HeaderRow key={index} {...header} />
              ))}
            </tbody>
          </table>
        )}
      </div>
      {isReordered && <p className={classes.note}>Headers that both have come in another order.</p>}
      <BodyComparison change={change} />
      {body.kind !== 'unknown' && isUnchanged(change) && <p className={classes.note}>Nothing differs.</p>}
    </section>
  );
}

function StartLine({ before, after }: MessageChange['startLine']) {
  if (before === after) return <p className={classes.start}>{showUnseen(after ?? '')}</p>;
  return (
    <>
      <p className={classes.start} data-kind="removed">
        <Sign kind="removed" /> {showUnseen(before ?? 'No answer')}
      </p>
      <p className={classes.start} data-kind="added">
        <Sign kind="added" /> {showUnseen(after ?? 'No answer')}
      </p>
    </>
  );
}

function HeaderRow({ kind, before, after }: HeaderChange) {
  const name = after?.[0] ?? before?.[0] ?? '';
  const oldName = before && after && before[0] !== after[0] ? before[0] : null;
  return (
    <tr className={classes.row} data-kind={kind}>
      <td className={classes.sign}>
        <Sign kind={kind} />
      </td>
      <th scope="row" className={classes.name}>
        {oldName !== null && <del>{showUnseen(oldName)}</del>} {showUnseen(name)}
      </th>
      <td className={classes.value}>
        {before && after && before[1] !== after[1] ? (
          <>
            <del>{showUnseen(before[1])}</del>
            <ins>{showUnseen(after[1])}</ins>
          </>
        ) : (
          showUnseen((after ?? before)?.[1] ?? '')
        )}
      </td>
    </tr>
  );
}

function Sign({ kind }: Pick<HeaderChange, 'kind'>) {
  return (
    <>
      <span aria-hidden="true">{signs[kind]}</span>
      <span className="visually-hidden">{words[kind]}</span>
    </>
  );
}

function BodyComparison({ change: { title, body } }: { change: MessageChange }) {
  switch (body.kind) {
    case 'none':
      return <p className={classes.note}>No body in either.</p>;
    case 'same':
      return <p className={classes.note}>The same body in both ({body.label}).</p>;
    case 'unknown':
      return <p className={classes.note}>A body is not known here, so the bodies cannot be compared.</p>;
    case 'text':
      return (
        <div className={classes.body}>
          {notes[body.form] !== null && <p className={classes.note}>{notes[body.form]}</p>}
          <CodeDiff before={body.before} after={body.after} language={body.language} label={`${title} bodies compared`} />
        </div>
      );
  }
}
