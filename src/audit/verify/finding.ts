/** Which check found it. Each is told apart, so that whoever reads a finding knows where to look. */
export type Check =
  | 'database' // the store's own structure: pages, index, schema
  | 'position' // a place in the log is empty
  | 'record' // no leaf in the record, or none that can be read
  | 'form' // a member of the leaf is missing or not of its form
  | 'canonical' // the leaf is not the one spelling of its content
  | 'log' // an event of another ledger
  | 'row' // stream or revision of the row are not those of the leaf
  | 'revision' // a stream has a gap, or a revision twice
  | 'prev' // the leaf does not name the one before it in its stream
  | 'time' // recorded before the event that lies before it in the log
  | 'id' // the event's id does not follow from its command, or a command comes twice
  | 'basis' // the decision rests on an event that was not there yet
  | 'type' // a type or version that nobody knows
  | 'key' // a data key that never was here, or one that is for other events
  | 'body' // a bit of it differs, or it was sealed for another event
  | 'fields' // a field without a slot, one that is missing, or not the one spelling
  | 'commitment' // the values are not those the leaf committed to
  | 'command' // what was asked does not give this command id, is missing, or is where it does not belong
  | 'signature' // a decisive act that its actor has not signed, or one that says other than he signed; a key that is not its owner's
  | 'evidence' // a file of evidence that is not what was recorded, is missing although it was verified, or belongs to nothing
  | 'erasure' // a key that was destroyed and no erasure names, or one that an erasure names as destroyed and that is there
  | 'root'; // not the ledger whose SIZE:HASH was kept

export interface Finding {
  readonly check: Check;
  /** Place in the log; 0 where it concerns the file as a whole. */
  readonly position: number;
  readonly detail: string;
}

/** Ends the check of one event: after a broken step nothing more can be said of it. */
export class Broken extends Error {
  constructor(
    readonly check: Check,
    detail: string,
  ) {
    super(detail);
  }
}

export function assert(condition: boolean, check: Check, detail: () => string): asserts condition {
  if (!condition) throw new Broken(check, detail());
}

/** `attempt('body', () => open(...))`: whatever is thrown in there is a finding of that check. */
export function attempt<T>(check: Check, step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw error instanceof Broken ? error : new Broken(check, (error as Partial<Error>).message ?? String(error));
  }
}
