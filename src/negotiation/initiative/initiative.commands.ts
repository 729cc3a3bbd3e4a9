import { Act } from '../../commands/act';
import { type Checked, type Fault, Id, OneOf, Parts, Text } from '../../commands/fields';
import { NotificationChannel } from './initiative.events';
import { InitiativeObjective } from './initiative.parts';

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
