/** Bytes that lie under a name, as they were when they were opened: what is put there meanwhile changes nothing. */
export interface Blob {
  /** How many bytes there are. */
  readonly length: number;
  /** Bytes from an offset up to another one, which is not among them; in pieces of any length, never all at once. */
  read(from: number, to: number): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/** A name and how many bytes lie under it. */
export interface BlobEntry {
  readonly name: string;
  readonly length: number;
}

/**
 * Port: bytes under names, in a folder or, one day, in an object store; what they mean is not its business. A name is lower-case letters, digits and hyphens.
 * Several processes may use one place at once.
 */
export abstract class BlobStore {
  /**
   * Puts bytes under a name, in place of what lay there: whole and durable when it returns, and until then nobody sees any of it. Where it throws, or
   * `content` does, what lay there lies there still, and nothing is left behind.
   * @throws DiskFullError
   */
  abstract put(name: string, content: AsyncIterable<Uint8Array>): Promise<void>;

  /** `undefined` where nothing lies under that name. Whoever opens it closes it. */
  abstract open(name: string): Promise<Blob | undefined>;

  /** All there is, in any order. */
  abstract list(): AsyncIterable<BlobEntry>;
}
