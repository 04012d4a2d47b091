import type { Check } from '../check.js';
import { ack1 } from './ack-1.js';
import { ack2 } from './ack-2.js';
import { ack3 } from './ack-3.js';
import { amt1 } from './amt-1.js';
import { can1 } from './can-1.js';
import { ctl1 } from './ctl-1.js';
import { cut1 } from './cut-1.js';
import { enc1 } from './enc-1.js';
import { ext1 } from './ext-1.js';
import { hdr1 } from './hdr-1.js';
import { idm1 } from './idm-1.js';
import { idm2 } from './idm-2.js';
import { leak1 } from './leak-1.js';
import { mis1 } from './mis-1.js';
import { ord1 } from './ord-1.js';
import { raw1 } from './raw-1.js';
import { raw2 } from './raw-2.js';
import { rdr1 } from './rdr-1.js';
import { rep1 } from './rep-1.js';
import { rob1 } from './rob-1.js';
import { rot1 } from './rot-1.js';
import { sig1 } from './sig-1.js';
import { sig2 } from './sig-2.js';
import { sig3 } from './sig-3.js';
import { src1 } from './src-1.js';
import { sta1 } from './sta-1.js';
import { unk1 } from './unk-1.js';
import { uno1 } from './uno-1.js';

/** The one that all others stand on. */
export const gate: Check = ctl1;

/** Every check, in the order of their weight. */
export const catalogue: readonly Check[] = [
  ctl1,
  sig1,
  sig2,
  sig3,
  src1,
  rdr1,
  amt1,
  idm1,
  idm2,
  sta1,
  ord1,
  can1,
  ack1,
  ack2,
  ack3,
  unk1,
  raw1,
  cut1,
  mis1,
  ext1,
  rep1,
  leak1,
  rob1,
  rot1,
  uno1,
  raw2,
  enc1,
  hdr1,
];

/** What a thief tries: forged events and redirects, wrong amounts, statuses on the way, events played back. */
export const trustPack: readonly string[] = [
  'SIG-1',
  'SIG-2',
  'SIG-3',
  'SRC-1',
  'RDR-1',
  'AMT-1',
  'CAN-1',
  'STA-1',
  'REP-1',
  'IDM-1',
];
