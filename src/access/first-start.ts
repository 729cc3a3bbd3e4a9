import { refusalOf, type SystemActs } from '../commands/system-acts';
import type { Streams } from '../commands/streams';
import type { Role } from '../kernel/roles';
import { uuidV5 } from '../kernel/uuid';
import { GrantClearanceLevel, GrantRole, RegisterParticipant } from '../negotiation/participant/participant.commands';
import { isKnown, participant, type Participant } from '../negotiation/participant/participant.state';
import { SYSTEM_ID } from '../negotiation/singletons';
import type { Access, Issued } from './access';

/** What the first start records with. */
export interface FirstStart {
  readonly system: SystemActs;
  readonly streams: Streams;
  readonly access: Access;
}

/** A one-time enrolment token for the first administrator of one side. */
export interface Invitation extends Issued {
  readonly side: 'province' | 'federal side';
}

const ADMINISTRATORS: readonly { readonly side: Invitation['side']; readonly role: Role; readonly displayName: string }[] = [
  { side: 'province', role: 'ADMINISTRATOR', displayName: 'First administrator of the province' },
  { side: 'federal side', role: 'FEDERAL_ADMINISTRATOR', displayName: 'First administrator of the federal side' },
];

/**
 * SYSTEM and the first administrator of each side (INV-47), recorded once however often it is asked: a start that was cut off goes on where
 * it stood. As long as an administrator has never had an account, each start makes a new token for him and the older ones open nothing.
 * @returns the invitations to be handed over; none once both have enrolled
 */
export async function beginLedger({ system, streams, access }: FirstStart): Promise<readonly Invitation[]> {
  const register = async (streamId: string, displayName: string, role?: Role): Promise<void> => {
    const record = async <C extends object>(command: new () => C, fields: C): Promise<void> => {
      const refused = refusalOf(await system.record(command, fields, { streamId, key: `first start ${command.name}` }));
      if (refused !== undefined) throw new Error(`the first start was refused: ${refused}`);
    };
    await record(RegisterParticipant, { displayName, languages: [] });
    if (role === undefined) return;
    await record(GrantRole, { role });
    // Just enough to see the participants whom he administers; content is not his.
    await record(GrantClearanceLevel, { level: 'RESTRICTED', caveats: [] });
  };
  await register(SYSTEM_ID, 'SYSTEM');
  const invitations: Invitation[] = [];
  for (const { side, role, displayName } of ADMINISTRATORS) {
    const id = uuidV5(SYSTEM_ID, role);
    await register(id, displayName, role);
    const { state } = await streams.load(participant, id);
    if (hasEnrolled(state as Participant)) continue;
    invitations.push({ side, ...(await access.invite(id, SYSTEM_ID)) });
  }
  return invitations;
}

/** An account that was unbound later counts too: whoever administers that side then invites the next one. */
const hasEnrolled = (state: Participant): boolean => isKnown(state) && state.everEnrolled;
