import { Act } from '../../commands/act';
import { type Checked, Count, type Fault, Id, IdList, Instant, Part, SomeOf, Text, TextList } from '../../commands/fields';
import { CounterpartKind } from '../participant/participant.events';
import { Submission } from '../submission';
import { Topic } from '../terms';
import { COUNTERPARTS_MAX, DELEGATIONS_MAX, PLACES_MAX } from './mandate.events';
import { ActsByPhase, MandateText } from './mandate.parts';
import { mandateIdOf } from './mandate.state';

/** What terms of reference say, whether for the first time or anew. */
abstract class Terms implements Checked {
  @Part(MandateText, 'The words of the terms of reference') text!: MandateText;
  @SomeOf({ Topic }, 'What may be spoken about (INV-08)') topics!: Topic[];
  @Part(ActsByPhase, 'What may be done in each phase (INV-10)') acts!: ActsByPhase;
  @SomeOf({ CounterpartKind }, 'With whom it may be done') counterpartKinds!: CounterpartKind[];
  @IdList(COUNTERPARTS_MAX, 'Parties that are named; a listed one must be among them (INV-32)') counterpartPartyIds!: string[];
  @Count('How many delegations at most (INV-07)', { min: 1, max: DELEGATIONS_MAX }) delegationsMax!: number;
  @TextList(PLACES_MAX, 200, 'Where') places!: string[];
  @Instant('From when they are to count') validFrom!: string;
  @Instant('From when they no longer count', { optional: true }) validUntil?: string;
  @Text(2_000, 'When and to whom is reported under them') reportingRule!: string;

  faults(): readonly Fault[] {
    return this.validUntil !== undefined && Date.parse(this.validUntil) <= Date.parse(this.validFrom)
      ? [{ pointer: '/validUntil', detail: 'must lie after validFrom' }]
      : [];
  }
}

@Act({
  summary: 'Draft the terms of reference of an initiative',
  creates: true,
  idFrom: ({ initiativeId }: DraftMandate) => mandateIdOf(initiativeId),
  by: ['FOCAL_PERSON'],
})
export class DraftMandate extends Terms {
  @Id('The initiative; it has one mandate') initiativeId!: string;
}

@Act({ summary: 'Submit exactly these terms for federal clearance', by: ['FOCAL_PERSON'] })
export class SubmitMandate extends Submission {}

@Act({ summary: 'Word the terms anew; what is in force stays so until the new ones are approved', by: ['FOCAL_PERSON'] })
export class AmendMandate extends Terms {
  @Text(10_000, 'What is different, in words') changes!: string;
}

@Act({ summary: 'Record that the federal side has approved its terms', by: ['SYSTEM'] })
export class ApproveMandate {
  @Id('The review that cleared them') reviewId!: string;
}

@Act({ summary: 'Record that its terms are returned', by: ['SYSTEM'] })
export class ReturnMandate {
  @Id('The review that returned them') reviewId!: string;
}

@Act({ summary: 'Record that its terms are declined', by: ['SYSTEM'] })
export class DeclineMandate {
  @Id('The review that declined them') reviewId!: string;
}

@Act({ summary: 'Revoke the mandate; nothing more is done under it', by: ['FOCAL_PERSON'] })
export class RevokeMandate {
  @Text(2_000, 'Why') reason!: string;
}

@Act({ summary: 'Record that its clearance was revoked, and the mandate with it', by: ['SYSTEM'] })
export class RevokeWithClearance {
  @Id('The review whose clearance was revoked') reviewId!: string;
  @Id('The event that revoked it') revocationId!: string;
}

@Act({ summary: 'Record that its validity is over', by: ['SYSTEM'] })
export class ExpireMandate {}
