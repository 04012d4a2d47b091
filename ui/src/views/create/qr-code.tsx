import { useMemo } from 'react';
import { encode } from 'uqr';
import classes from './qr-code.module.css';
import { buildQrPath, QUIET_MODULES } from './qr-path.js';

/** A QR code of `text`. Dark on white in every colour scheme: many readers do not know the reverse. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => {
    const { data, size: modules } = encode(text, { ecc: 'M', border: QUIET_MODULES });
    return { size: modules, path: buildQrPath(data) };
  }, [text]);
  return (
    <svg
      className={classes.code}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
      data-text={text}
    >
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
}
