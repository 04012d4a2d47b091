import { CopyButton } from '../common/copy-button.js';
import classes from './stage-info.module.css';

interface CopyBlockProps {
  label: string;
  text: string;
  /** What is copied, for screen readers. */
  subject: string;
}

/** A text to take along, with its button. */
export function CopyBlock({ label, text, subject }: CopyBlockProps) {
  return (
    <div className={classes.block}>
      <div className={classes.blockTop}>
        <span>{label}</span>
        <CopyButton text={text} subject={subject} />
      </div>
      <pre className={classes.code}>{text}</pre>
    </div>
  );
}
