import { legible } from '../../kernel/erased';
import type { Rejection } from '../../kernel/rejection';
import { linkedRedLines } from '../alignment';
import { misaligned } from '../alignment.rules';
import type { Contact } from '../contact/contact.state';
import type { Party } from '../party/party.state';
import { type PolicyFramework, prohibitedAmong } from '../policy-framework/policy-framework.state';
import { namesListedParty, type Powers, withoutPowers } from '../powers';
import type { MandatedAct, Topic } from '../terms';
import { refuse } from './proposal.refusals';
import { namedParties, type NegotiatedText, type Proposal, stanceOn } from './proposal.state';
import { isClean } from './proposal.text.rules';

/* What must hold before a text goes forward at the table (INV-08, INV-10, INV-32), and before it is agreed (INV-12, INV-13, INV-18, INV-37). */

/** What each act that goes forward is in words of full powers: all of them negotiate a text (INV-10). */
const ACT: MandatedAct = 'NEGOTIATE_TEXT';

/** @returns why nothing goes forward with a text on this topic, `undefined` if nothing stands in the way */
export const mayBeNegotiated = (topic: Topic, ground: Powers): Rejection | undefined => withoutPowers(refuse, ACT, topic, ground);

/** To whom a text is given, and in which contact. */
export interface Handing extends Powers {
  readonly contact: Contact;
  readonly addressees: readonly Party[];
}

/** @returns why a text may not be put on this table, `undefined` if nothing stands in the way */
export function mayBeTabled(
  { topic, initiativeId, toPartyIds }: { readonly topic: Topic; readonly initiativeId: string; readonly toPartyIds: readonly string[] },
  facts: Handing,
): Rejection | undefined {
  const { contact, addressees } = facts;
  if (contact.status === 'NONE' || contact.status === 'CANCELLED' || legible(contact.initiativeId) !== initiativeId)
    return refuse.contactUnknown('There is no such contact under this initiative, or it was cancelled.');
  if (addressees.some(({ status }) => status === 'NONE')) return refuse.partyUnknown('A party that it is given to is not registered.');
  const refused = mayBeNegotiated(topic, facts);
  if (refused) return refused;
  if (legible(contact.track) !== 'TRACK_1') return refuse.notOfficial(`The contact is on ${legible(contact.track)}.`);
  return namesListedParty(addressees, toPartyIds, facts)
    ? refuse.listedParty('A list names a party that it would be given to.')
    : undefined;
}

type Course = Exclude<Proposal, { readonly status: 'NONE' }>;

/** INV-13. @returns why the text as it stands goes no further, `undefined` if nothing stands in the way */
export const assessedFor = (it: Course, framework: PolicyFramework): Rejection | undefined =>
  misaligned(refuse, it, legible(it.text).textHash, framework);

/** INV-12, INV-13, INV-18, INV-37. @returns why the text is not agreed, `undefined` if it is */
export function agreedBy(it: Course, framework: PolicyFramework): Rejection | undefined {
  const text = legible(it.text);
  if (!isClean(text)) return refuse.notClean('Not every part of it is clean.');
  const open = namedParties(it).filter((partyId) => !acceptsAll(text, partyId));
  if (open.length > 0) return refuse.notAccepted(`These have not accepted all of it: ${open.join(', ')}.`);
  const [crossed] = prohibitedAmong(framework, linkedRedLines(it, text.textHash));
  if (crossed) return refuse.redLine(`The text crosses the red line ${crossed.redLineId}.`);
  const draft = it.translations.some(
    ({ authentic, verifiedBy, originalTextHash }) =>
      legible(authentic) && verifiedBy === null && legible(originalTextHash) === text.textHash,
  );
  if (draft) return refuse.translationIsDraft('A translation that is to be authentic is a draft.');
  return assessedFor(it, framework);
}

const acceptsAll = ({ clauses }: NegotiatedText, partyId: string): boolean =>
  clauses.every((it) => {
    const stance = stanceOn(it, partyId);
    return stance === 'ACCEPT' || stance === 'ACCEPT_WITH_RESERVATION';
  });
