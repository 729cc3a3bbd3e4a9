import { nounModule } from '../../commands/noun.module';
import * as commands from './participant.commands';
import { participantDecider } from './participant.decider';
import { refuse } from './participant.refusals';
import { participant } from './participant.state';

export const ParticipantModule = nounModule({
  collection: 'participants',
  title: 'Participants',
  fold: participant,
  decider: participantDecider,
  commands,
  refusals: refuse.catalogue,
  decisiveOnceEnrolled: { EnrolKey: { KeyEnrolled: ['publicKey', 'use'] } },
  neverCorrected: [
    'RoleGranted',
    'RoleWithdrawn',
    'ClearanceLevelGranted',
    'AccountBound',
    'AccountUnbound',
    'KeyEnrolled',
    'KeyRevoked',
    'ParticipantDeactivated',
    'ParticipantReactivated',
    // Whose name was taken away for his protection does not get it back by an annulment.
    'ParticipantPseudonymised',
  ],
});
