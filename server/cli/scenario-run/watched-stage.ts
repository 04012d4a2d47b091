import type { StageAddress } from '../../client/control-client.js';
import type { Lane } from '../../client/lane.js';
import { type LaneOptions, Stage } from '../../client/stage.js';
import { hideCredentialsOfUrls } from '../../domain/url-credentials.js';
import { createRedactor, maskSecret, type Redactor } from '../../log/redact.js';
import { providers } from '../../providers/index.js';

/** A stage that remembers which lanes were used and hides their keys and the credentials of addresses: what is printed about a run may be handed on. */
export class WatchedStage extends Stage {
  readonly #lanes: string[] = [];
  readonly #secrets: Set<string>;
  readonly #redactor: Redactor;

  constructor(address: StageAddress) {
    super(address);
    this.#secrets = new Set(address.token === undefined ? [] : [address.token]);
    this.#redactor = createRedactor(() => this.#secrets);
  }

  /** In the order in which they were opened. */
  get usedLanes(): readonly string[] {
    return this.#lanes;
  }

  override async lane(options?: LaneOptions): Promise<Lane> {
    return this.#note(await super.lane(options));
  }

  override async openLane(name?: string): Promise<Lane> {
    return this.#note(await super.openLane(name));
  }

  maskText(text: string): string {
    return maskFields(hideCredentialsOfUrls(this.#redactor.maskText(text)));
  }

  #note(lane: Lane): Lane {
    if (!this.#lanes.includes(lane.name)) this.#lanes.push(lane.name);
    for (const provider of providers) {
      const keys = lane.keys(provider.name);
      for (const { name, isSecret } of provider.keys) {
        const value = keys[name];
        if (isSecret && value) this.#secrets.add(value);
      }
    }
    return lane;
  }
}

const FIELDS = [...new Set(providers.flatMap(({ secretFields }) => secretFields))];
/** A field of JSON, also of JSON within a text of JSON, or of a form. */
const SECRET_FIELD = new RegExp(`((?:\\\\*")?\\b(?:${FIELDS.join('|')})(?:\\\\*"\\s*:\\s*\\\\*"|=))([^"\\\\&\\s]+)`, 'g');

/** What an answer of a provider holds is a secret by its name, whoever made it. */
function maskFields(text: string): string {
  return FIELDS.length === 0
    ? text
    : text.replace(SECRET_FIELD, (_whole, head: string, value: string) => head + maskSecret(value));
}
