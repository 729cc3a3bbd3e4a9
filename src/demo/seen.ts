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
  /** The state of its mandate. */
  readonly mandate: { readonly state: string } | null;
  readonly unauthorisedUndertakings: { readonly total: number; readonly open: number };
  readonly openDeviations: number;
  /** TBD where nobody has named a time; null where nothing is planned. */
  readonly nextContact: { readonly plannedFor: 'TBD' | { readonly from: string | null } } | null;
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
  readonly deviations: readonly DeviationSeen[];
  readonly undertakings: readonly UndertakingSeen[];
  readonly text: TextSeen;
  /** The same while words of it were not agreed, as one writes it on paper. */
  readonly paper: string;
  readonly delegations: readonly DelegationSeen[];
  readonly measures: readonly MeasureSeen[];
}

/** A delegation on its board. */
export interface DelegationSeen {
  readonly ordinal: number;
  readonly state: string;
  readonly members: Readonly<Record<string, readonly unknown[]>>;
  readonly composition: readonly { readonly requirement: string; readonly holds: boolean | null }[];
  readonly crossings: readonly { readonly direction: string; readonly clocks: { readonly karachi: string; readonly kabul: string } }[];
}

/** A confidence-building measure on its board. */
export interface MeasureSeen {
  readonly title: string;
  readonly pairing: string;
  readonly givenBy: string;
  readonly quantity: number | null;
  readonly unit: string | null;
  readonly daysToAnswer: number | null;
  readonly unanswered: boolean;
}

/** The text that was on the table. */
export interface TextSeen {
  readonly status: string;
  readonly revision: number;
  readonly counterProposals: readonly unknown[];
  readonly commitmentIds: readonly string[];
}

/** A deviation from the protocol, and what became of it. */
export interface DeviationSeen {
  readonly rule: string;
  readonly flag: string;
  readonly severity: string;
  /** Where the fact lies. */
  readonly record: { readonly id: string };
  readonly disposition: string;
  readonly ageDays: number;
}

/** A promise that was made without leave. */
export interface UndertakingSeen {
  readonly undertakingId: string;
  readonly text: { readonly body: string };
  readonly state: string;
  readonly reviewId: string;
}
