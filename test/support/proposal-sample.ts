import { contactEvents } from '../../src/negotiation/contact/contact.events';
import { initiativeEvents } from '../../src/negotiation/initiative/initiative.events';
import { mandateEvents } from '../../src/negotiation/mandate/mandate.events';
import { type Alternative, ALTERNATIVES_MAX, type Clause, renderedOf, type WholeText } from '../../src/negotiation/negotiating-text';
import { partyEvents } from '../../src/negotiation/party/party.events';
import { proposalEvents } from '../../src/negotiation/proposal/proposal.events';
import * as clearance from './clearance-sample';
import * as contact from './contact-sample';
import { derived, happened } from './decider-spec';
import * as mandate from './mandate-sample';

/* One text on the table between the province, a tribe and the authorities across the border. Everybody and everything in it is invented. */

export const { INITIATIVE, PROVINCE, TRIBE, FEDERATION, NOTHING, RED_LINE, REVIEW, PROOF } = clearance;
export const KABUL = '30000000-0000-4000-8000-000000000004';
export const CONTACT = '70000000-0000-4000-8000-000000000001';
export const OTHER_PROPOSAL = '80000000-0000-4000-8000-000000000002';

export const kabul = partyEvents.PartyRegistered({ type: 'DE_FACTO_AUTHORITY', canonicalName: 'Authorities in Kabul' });

const segId = (n: number): string => `81000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const HOURS = segId(1);
export const PATIENTS = segId(2);
export const OPEN_WORDS = segId(3);
export const FIRST = segId(4);
export const SECOND = segId(5);

export const parties = [
  { partyId: PROVINCE, mark: 'KP' },
  { partyId: TRIBE, mark: 'TB' },
];

/** What DraftProposal says. */
export const draft = {
  initiativeId: INITIATIVE,
  title: 'Opening hours of Torkham',
  topic: 'CROSS_BORDER_COLLABORATION',
  subTopics: ['CROSSING_POINTS'],
  authorPartyId: PROVINCE,
  singleUndertaking: true,
  lang: 'en',
  parties,
  clauses: [
    { eId: 'art_1', heading: 'Article 1', segments: [{ state: 'CLEAN', text: 'Torkham is open from 06:00 to 20:00.' }] },
    { eId: 'art_2', segments: [{ state: 'CLEAN', text: 'Patients cross with one companion.' }] },
  ],
} as const;

const clean: readonly Clause[] = [
  {
    eId: 'art_1',
    heading: 'Article 1',
    segments: [{ segId: HOURS, state: 'CLEAN', text: 'Torkham is open from 06:00 to 20:00.' }],
  },
  { eId: 'art_2', segments: [{ segId: PATIENTS, state: 'CLEAN', text: 'Patients cross with one companion.' }] },
];

export const wholeOf = (clauses: readonly Clause[], lang = 'en'): WholeText => {
  const text = { lang, parties: parties.map((it) => ({ ...it })), clauses: [...clauses] };
  return { ...text, textHash: renderedOf(text).textHash };
};

const proposed = {
  initiativeId: INITIATIVE,
  title: draft.title,
  topic: draft.topic,
  subTopics: [...draft.subTopics],
  authorPartyId: PROVINCE,
  singleUndertaking: true,
};
export const drafted = proposalEvents.ProposalDrafted({ ...proposed, text: wholeOf(clean) });
export const { textHash } = drafted.data.text;

/** The first clause with other parts; the second as it is. */
export const withHours = (...segments: Clause['segments']): WholeText =>
  wholeOf([{ ...(clean[0] ?? { eId: 'art_1' }), segments }, ...clean.slice(1)]);

/** One with a bracket and a choice in it from the first, in a language of its own. */
export const bracketedText = withHours(
  { segId: HOURS, state: 'CLEAN', text: 'Torkham is open ' },
  { segId: OPEN_WORDS, state: 'BRACKETED', text: 'from 06:00 to 20:00', by: [TRIBE] },
  { segId: PATIENTS, state: 'CLEAN', text: '.' },
);
export const draftedWithBracket = proposalEvents.ProposalDrafted({ ...proposed, text: bracketedText });
export const choiceText = withHours({
  segId: HOURS,
  state: 'ALTERNATIVES',
  alternatives: [
    { altId: FIRST, text: 'Torkham is open by day.', proposedBy: [PROVINCE], supportedBy: [] },
    { altId: SECOND, text: 'Torkham is open at all hours.', proposedBy: [TRIBE], supportedBy: [PROVINCE] },
  ],
});
export const draftedWithChoice = proposalEvents.ProposalDrafted({ ...proposed, text: choiceText });

export const tabling = { contactId: CONTACT, toPartyIds: [TRIBE], nature: 'FORMAL' } as const;
export const tabled = proposalEvents.ProposalTabled({ revision: 1, ...tabling, toPartyIds: [TRIBE] });
export const onTable = [drafted, tabled] as const;

/** A party accepts all of it. */
export const accepts = (partyId: string, revision = 1) =>
  proposalEvents.StanceRecorded({ partyId, eIds: ['art_1', 'art_2'], revision, stance: 'ACCEPT' });
export const assessed = proposalEvents.PolicyAlignmentAssessed({
  revision: 1,
  textHash,
  frameworkVersion: 1,
  result: 'ALIGNED',
  redLineIds: [],
});
/** Everything that an agreement ad referendum needs. */
export const accepted = [...onTable, accepts(PROVINCE), accepts(TRIBE), assessed] as const;
export const agreed = proposalEvents.ProposalAgreedAdReferendum({
  revision: 1,
  textHash,
  parties: [PROVINCE, TRIBE],
  reservations: [],
  landscape: null,
});

/** The initiative in its second phase, in which texts are negotiated. */
export const inPhase2 = [
  ...contact.inPhase1,
  happened(
    initiativeEvents.PhaseConcluded({
      phase: 1,
      outcome: 'FOUNDATION_LAID',
      criteria: [],
      engaged: [],
      commitmentIds: [],
      landscape: null,
    }),
    { occurredAt: contact.day('2025-02-24') },
  ),
  happened(initiativeEvents.PhaseOpened({ phase: 2, clearanceId: REVIEW }), { occurredAt: contact.day('2025-02-25') }),
];

/** Terms of reference that list to negotiate texts, on this topic. */
export const mandated = contact.mandated;
/** The same, but they name no party. */
export const namingNobody = [
  mandateEvents.MandateDrafted({ ...mandate.drafted.data, counterpartPartyIds: [] }),
  contact.mandated[1],
  contact.mandated[2],
] as const;
/** The same, for another topic. */
export const onOtherTopic = [
  mandateEvents.MandateDrafted({ ...mandate.drafted.data, topics: ['SECURITY'] }),
  contact.mandated[1],
  contact.mandated[2],
] as const;
export const { MANDATE } = contact;

export const meeting = contact.held;
export const onOtherTrack = contactEvents.ContactHeld({ ...meeting.data, track: 'TRACK_2' });
export const elsewhere = contactEvents.ContactHeld({ ...meeting.data, initiativeId: NOTHING });
export const cancelled = [contact.scheduled, contactEvents.ContactCancelled({ byPartyId: TRIBE, reason: 'Snow.' })] as const;

export const provinceRegistered = clearance.province;
export const tribeRegistered = clearance.tribe;
/** The tribe, named by a list. */
export const listedTribe = [
  clearance.tribe,
  happened(partyEvents.ListingStatusRecorded({ list: 'A list (fictitious)', status: 'LISTED' }), { occurredAt: contact.day('2025-01-01') }),
] as const;

const choice = choiceText.clauses[0]?.segments[0];
/** Those of the choice. */
export const alternatives = (choice?.state === 'ALTERNATIVES' ? choice.alternatives : []) as [Alternative, Alternative];
export const draftedWithManyAlternatives = proposalEvents.ProposalDrafted({
  ...proposed,
  text: withHours({
    segId: HOURS,
    state: 'ALTERNATIVES',
    alternatives: Array.from({ length: ALTERNATIVES_MAX }, (_, n) => ({ ...alternatives[0], altId: segId(100 + n), text: `At ${n}` })),
  }),
});

/** What revising its second clause to one word changes. */
const no: Clause = { eId: 'art_2', segments: [{ segId: derived('art_2 0'), state: 'CLEAN', text: 'No.' }] };
export const shorter = { clauses: [no], textHash: wholeOf([...clean.slice(0, 1), no]).textHash };

/** What CounterPropose says. */
export const counter = {
  initiativeId: INITIATIVE,
  answersProposalId: OTHER_PROPOSAL,
  answersRevision: 1,
  title: 'Another view of the hours',
  authorPartyId: TRIBE,
  lang: 'en',
  clauses: draft.clauses,
  contactId: CONTACT,
  toPartyIds: [PROVINCE],
  nature: 'NON_PAPER',
} as const;
/** What ReceiveProposal says. */
export const receipt = { ...draft, authorPartyId: TRIBE, contactId: CONTACT, toPartyIds: [PROVINCE], nature: 'ORAL' } as const;

export const PACKAGE = '82000000-0000-4000-8000-000000000001';
export const packaged = [
  ...onTable,
  proposalEvents.ProposalsPackaged({ packageId: PACKAGE, proposalIds: [OTHER_PROPOSAL, NOTHING] }),
] as const;
