import { CopyButton } from '../common/copy-button.js';
import classes from './stage-info.module.css';

interface CopyBlockProps {
  label: string;
  text: string;
  /** What is copied, for screen readers. */
  subject: string;
  /** What to copy when it is not what is shown, and the button that says so. */
  copy?: { label: string; text: () => Promise<string> };
}

/** A text to take along, with its button. */
export function CopyBlock({ label, text, subject, copy }: CopyBlockProps) {
  return (
    <div className={classes.block}>
      <div className={classes.blockTop}>
        <span>{label}</span>
        {copy ? (
          <CopyButton text={copy.text} label={copy.label} subject={subject} />
        ) : (
          <CopyButton text={text} subject={subject} />
        )}
      </div>
      <pre className={classes.code}>{text}</pre>
    </div>
  );
}
