import { Act } from '../../commands/act';
import { type Checked, Count, type Fault, Flag, Id, IdList, OneOf, Parts, SomeOf, Text } from '../../commands/fields';
import { Topic } from '../terms';
import {
  CRITERIA_MAX,
  InterruptionGround,
  NotificationChannel,
  Objective,
  ObjectionGround,
  ObjectiveMovement,
  OUTCOMES_MAX,
  PhaseOutcome,
  TrackLevel,
} from './initiative.events';
import { EngagedCounterpart, InitiativeObjective, PhaseCriterion } from './initiative.parts';

@Act({ summary: 'Propose an initiative', creates: true, by: ['FOCAL_PERSON'] })
export class ProposeInitiative implements Checked {
  @Text(200, 'What it is called') title!: string;
  @Id('The party that stands behind it') sponsorPartyId!: string;
  @Parts(InitiativeObjective, 10, 'What it is for, each objective once', { minItems: 1 }) objectives!: InitiativeObjective[];

  faults(): readonly Fault[] {
    const codes = this.objectives.map(({ code }) => code);
    return codes.flatMap((code, place) =>
      codes.indexOf(code) < place ? [{ pointer: `/objectives/${place}/code`, detail: `must not repeat ${code}` }] : [],
    );
  }
}

@Act({ summary: 'Designate the focal person', by: ['FOCAL_PERSON', 'PROVINCIAL_OFFICIAL'] })
export class DesignateFocalPerson {
  @Id('Who speaks for the initiative from then on') participantId!: string;
}

@Act({ summary: 'Hand over the office of the focal person', by: ['FOCAL_PERSON'] })
export class HandOverFocalPerson {
  @Id('Who speaks for it from then on; absent only while it is suspended', { optional: true }) toId?: string;
  @Text(2_000, 'Why') reason!: string;
}

@Act({ summary: 'Report the formal notification of the federal government', fact: true, by: ['FOCAL_PERSON'] })
export class NotifyFederalGovernment {
  @Text(200, 'Number and date of the letter, as it bears them') reference!: string;
  @Text(200, 'To whom it went') addressee!: string;
  @OneOf({ NotificationChannel }, 'How it went') channel!: NotificationChannel;
  @Id('The document, as evidence in the ledger') documentEvidenceId!: string;
  @Text(10_000, 'What it says') summary!: string;
}

@Act({ summary: 'Acknowledge the notification', by: ['FEDERAL_LIAISON'] })
export class AcknowledgeNotification {
  @Text(200, 'Under which reference the federal side keeps it') reference!: string;
}

@Act({ summary: 'Object to the initiative', by: ['FEDERAL_REVIEWER'] })
export class RaiseFederalObjection {
  @Text(200, 'The office that objects') byOffice!: string;
  @OneOf({ ObjectionGround }, 'On which ground') ground!: ObjectionGround;
  @Text(10_000, 'In its words') text!: string;
  @Flag('Whether it is raised in public') public!: boolean;
}

@Act({ summary: 'Lift an objection', by: ['FEDERAL_REVIEWER'] })
export class LiftFederalObjection {
  @Id('The event by which it was raised') objectionId!: string;
  @Text(2_000, 'Why') reason!: string;
}

@Act({ summary: 'Open the next phase', by: ['FOCAL_PERSON'] })
export class OpenPhase implements Checked {
  @Count('1 or 2', { min: 1, max: 2 }) phase!: number;
  @Id('The federal review that cleared the start of negotiations, or the terms of reference; for phase 1', { optional: true })
  clearanceId?: string;

  faults(): readonly Fault[] {
    return this.phase === 1 && this.clearanceId === undefined ? [{ pointer: '/clearanceId', detail: 'is needed for phase 1' }] : [];
  }
}

const OUTCOMES: Readonly<Record<number, readonly PhaseOutcome[]>> = {
  1: ['FOUNDATION_LAID', 'FOUNDATION_NOT_LAID', 'ABORTED'],
  2: ['TANGIBLE_OUTCOME', 'NO_AGREEMENT', 'ABORTED'],
};
const REASONED: readonly PhaseOutcome[] = ['NO_AGREEMENT', 'ABORTED'];

@Act({ summary: 'Conclude the phase that is under way', by: ['FOCAL_PERSON'] })
export class ConcludePhase implements Checked {
  @Count('1 or 2', { min: 1, max: 2 }) phase!: number;
  @OneOf({ PhaseOutcome }, 'What it came to') outcome!: PhaseOutcome;
  @Text(10_000, 'Why it came to nothing', { optional: true }) reason?: string;
  @Parts(PhaseCriterion, CRITERIA_MAX, 'What it is judged by', { minItems: 1 }) criteria!: PhaseCriterion[];
  @Parts(EngagedCounterpart, OUTCOMES_MAX, 'Counterparts of the other side who were spoken with') engaged!: EngagedCounterpart[];
  @IdList(OUTCOMES_MAX, 'The commitments that it came to') commitmentIds!: string[];

  faults(): readonly Fault[] {
    const possible = OUTCOMES[this.phase] ?? [];
    return [
      ...(possible.includes(this.outcome)
        ? []
        : [{ pointer: '/outcome', detail: `must be one of ${possible.join(', ')} for phase ${this.phase}` }]),
      ...(REASONED.includes(this.outcome) && this.reason === undefined
        ? [{ pointer: '/reason', detail: `is needed for ${this.outcome}` }]
        : []),
    ];
  }
}

@Act({ summary: 'Assess how far an objective has moved', by: ['FOCAL_PERSON', 'FEDERAL_LIAISON'] })
export class AssessObjective {
  @OneOf({ Objective }, 'One of the objectives of the initiative') objective!: Objective;
  @OneOf({ ObjectiveMovement }, 'How far; never a percentage') assessment!: ObjectiveMovement;
  @Text(10_000, 'The reasons') text!: string;
}

@Act({ summary: 'Report that others speak with the other side as well', fact: true, by: ['FEDERAL_LIAISON'] })
export class RecordParallelTrack {
  @OneOf({ TrackLevel }, 'Who') level!: TrackLevel;
  @Text(10_000, 'What is known of it') text!: string;
}

@Act({ summary: 'Report that circumstances have changed', fact: true, by: ['FOCAL_PERSON', 'FEDERAL_LIAISON'] })
export class RecordCircumstances {
  @Text(10_000, 'What has changed') text!: string;
  @SomeOf({ Topic }, 'On which topics it bears: what is entered on them is flagged for review', { minItems: 1 }) affects!: Topic[];
}

@Act({ summary: 'Suspend the initiative', by: ['FOCAL_PERSON'] })
export class SuspendInitiative {
  @OneOf({ InterruptionGround }, 'On which ground') ground!: InterruptionGround;
  @Text(2_000, 'Why') reason!: string;
}

@Act({ summary: 'Resume the initiative where it was suspended', by: ['FOCAL_PERSON'] })
export class ResumeInitiative {}

@Act({ summary: 'Terminate the initiative before its time', by: ['FOCAL_PERSON'] })
export class TerminateInitiative {
  @OneOf({ InterruptionGround }, 'On which ground') ground!: InterruptionGround;
  @Text(2_000, 'Why') reason!: string;
}

@Act({ summary: 'Close the initiative after its second phase', by: ['FOCAL_PERSON'] })
export class CloseInitiative {
  @Text(10_000, 'What it came to') summary!: string;
}
