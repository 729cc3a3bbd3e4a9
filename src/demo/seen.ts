/* What somebody sees over HTTP when the scenario has been played, as far as the demonstration prints it or holds it against the scenario. */

export interface AgreementSeen {
  readonly initiativeId: string;
  readonly title: string;
  readonly phase: string;
  readonly federalStanding: string;
  readonly commitments: {
    /** Legal state, then implementation level, then how many. */
    readonly byLegalState: Readonly<Record<string, Readonly<Record<string, number>>>>;
    /** Of entered texts. */
    readonly pillarBalance: Readonly<Record<string, number>>;
  };
  readonly nextContact: string | null;
}

export interface ReviewSeen {
  readonly reviewId: string;
  readonly subject: string;
  /** The id of the record that waits for it. */
  readonly blocking: string;
  readonly state: string;
  readonly decision: string | null;
  readonly clearance: string | null;
  readonly ageHours: number;
  readonly conditionsOpen: number;
  readonly guidance: readonly unknown[];
}

export interface CommitmentSeen {
  readonly commitmentId: string;
  readonly text: { readonly body: string };
  readonly legalState: string;
  readonly dueDate: string | null;
  readonly daysLeft: number | null;
  readonly implementationLevel: number | null;
}

/** A value of a record as the trail tells it. */
type Told = string | number | boolean | object | null;

export interface EventSeen {
  readonly type: string;
  readonly recordedAt: string;
  readonly who: { readonly name: string | null };
  readonly role: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly changes: readonly { readonly field: string; readonly before: Told; readonly after: Told }[];
  readonly leaf: string;
}

export interface RedLineSeen {
  readonly id: string;
  readonly text: string;
}

export interface Seen {
  readonly agreements: readonly AgreementSeen[];
  readonly reviews: readonly ReviewSeen[];
  readonly commitments: readonly CommitmentSeen[];
  /** Of the first commitment. */
  readonly trail: readonly EventSeen[];
  readonly redLines: readonly RedLineSeen[];
  readonly deviations: DeviationsSeen['deviations'];
  readonly undertakings: readonly UndertakingSeen[];
}

/** The deviations from the protocol, and what became of each. */
export interface DeviationsSeen {
  readonly deviations: readonly {
    readonly rule: string;
    readonly flag: string;
    /** Where the fact lies. */
    readonly record: { readonly id: string };
    readonly result: string | null;
  }[];
}

/** A promise that was made without leave. */
export interface UndertakingSeen {
  readonly undertakingId: string;
  readonly standing: string;
  readonly reviewId: string;
}
