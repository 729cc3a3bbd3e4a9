import { type Decider, when } from '../../kernel/decider';
import { at } from '../../kernel/fold';
import { evidence, isIngested } from '../evidence/evidence.state';
import { participant } from '../participant/participant.state';
import { party } from '../party/party.state';
import type * as commands from './initiative.commands';
import { initiativeEvents } from './initiative.events';
import { refuse } from './initiative.refusals';
import type { initiative } from './initiative.state';

const { InitiativeProposed, FocalPersonDesignated, FederalGovernmentNotified, FederalNotificationAcknowledged } = initiativeEvents;

/** What may happen next to an initiative (domain.md 4.3.1). */
export const initiativeDecider: Decider<typeof initiative, typeof commands> = {
  ProposeInitiative: when('NONE', {
    reads: (_, { sponsorPartyId }) => ({ sponsor: at(party, sponsorPartyId) }),
    decide: (_, command, { sponsor }) => {
      if (sponsor.status === 'NONE') return refuse.sponsorUnknown('There is no party with the id of the sponsor.');
      return [InitiativeProposed({ ...command })];
    },
  }),

  DesignateFocalPerson: when(['PROPOSED', 'NOTIFIED'], {
    reads: (_, { participantId }) => ({ person: at(participant, participantId) }),
    decide: ({ focalPerson }, { participantId }, { person }) => {
      if (person.status === 'NONE') return refuse.participantUnknown('There is no participant with this id.');
      if (focalPerson) return refuse.focalPersonInOffice('The initiative has a focal person.');
      return [FocalPersonDesignated({ participantId })];
    },
  }),

  NotifyFederalGovernment: when('PROPOSED', {
    reads: (_, { documentEvidenceId }) => ({ document: at(evidence, documentEvidenceId) }),
    decide: (_, command, { document }) => {
      if (!isIngested(document)) return refuse.documentUnknown('The document of the notification is not in the ledger.');
      return [FederalGovernmentNotified({ ...command })];
    },
  }),

  AcknowledgeNotification: when('NOTIFIED', ({ federalStanding, notification }, { reference }) => {
    if (federalStanding !== 'NOTIFIED') return refuse.alreadyAcknowledged('The federal side has acknowledged the notification before.');
    return [FederalNotificationAcknowledged({ notificationId: notification.eventId, reference })];
  }),
};
