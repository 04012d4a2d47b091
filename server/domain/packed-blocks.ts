import { type Dossier, PackedBlock, type PackedPayment, type Packer, type StoredBlock } from './packed-block.js';
import type { Payment } from './payment.js';

/** All payments that are packed, in their blocks. */
export class PackedBlocks {
  readonly #packer: Packer | null;
  readonly #blocks = new Set<PackedBlock>();
  readonly #shared = new Map<string, string>();
  /** The block that was read last: lists ask for neighbours. */
  #read: { block: PackedBlock; lines: string[] } | null = null;

  /** @param packer null: nothing is packed. */
  constructor(packer: Packer | null) {
    this.#packer = packer;
  }

  get canPack(): boolean {
    return this.#packer !== null;
  }

  /** How many blocks there are. */
  get size(): number {
    return this.#blocks.size;
  }

  /** Packs some payments together. @throws Error without a packer. */
  pack(dossiers: Dossier[]): PackedPayment[] {
    return this.#add(PackedBlock.pack(dossiers, this.#needPacker(), (text) => this.#share(text)));
  }

  /** @throws Error without a packer, or when the block is not what was stored. */
  restore(stored: StoredBlock): PackedPayment[] {
    return this.#add(PackedBlock.restore(stored, this.#needPacker(), (text) => this.#share(text)));
  }

  toStored(): StoredBlock[] {
    return [...this.#blocks].map((block) => block.toStored());
  }

  find(kind: 'eventIds' | 'deliveryIds', id: string): PackedPayment | undefined {
    for (const block of this.#blocks) {
      const found = block.find(kind, id);
      if (found) return found;
    }
    return undefined;
  }

  list(): PackedPayment[] {
    return [...this.#blocks].flatMap((block) => block.list());
  }

  /** A copy to be read; it stays packed. */
  peek({ block, slot }: PackedPayment): Payment {
    if (this.#read?.block !== block) this.#read = { block, lines: block.unpackPayments() };
    return JSON.parse(this.#read.lines[slot] ?? '');
  }

  takeOut({ block, slot }: PackedPayment): void {
    block.forget(slot);
    if (block.count > 0) return;
    this.#blocks.delete(block);
    if (this.#read?.block === block) this.#read = null;
  }

  /** What is left in a block of which most was taken out; a block is kept as a whole. */
  findSparse(): PackedPayment[] {
    return [...this.#blocks].find(({ count, size }) => count <= size / 4)?.list() ?? [];
  }

  #add(block: PackedBlock): PackedPayment[] {
    if (block.count > 0) this.#blocks.add(block);
    return block.list();
  }

  #needPacker(): Packer {
    if (this.#packer === null) throw new Error('what is packed cannot be read without a packer');
    return this.#packer;
  }

  #share(text: string): string {
    const known = this.#shared.get(text);
    if (known !== undefined) return known;
    // Accounts and lanes come and go; nothing is lost but a little room.
    if (this.#shared.size === 1_000) this.#shared.clear();
    this.#shared.set(text, text);
    return text;
  }
}
