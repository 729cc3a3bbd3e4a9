import { describe, expect, it } from '@jest/globals';
import * as contactSample from '../../../test/support/contact-sample';
import { derived, gone, SELF, specOf } from '../../../test/support/decider-spec';
import * as sample from '../../../test/support/proposal-sample';
import { CONTACT, HOURS, INITIATIVE, KABUL, NOTHING, OPEN_WORDS, PROVINCE, TRIBE } from '../../../test/support/proposal-sample';
import type { EventOf } from '../../kernel/events';
import { contact } from '../contact/contact.state';
import { initiative } from '../initiative/initiative.state';
import { mandate } from '../mandate/mandate.state';
import { type Clause, renderedOf } from '../negotiating-text';
import { party } from '../party/party.state';
import {
  AddAlternative,
  BracketText,
  DraftProposal,
  EnterReservation,
  RecordStance,
  ResolveBracket,
  ReviseProposal,
  TableProposal,
  WithdrawReservation,
} from './proposal.commands';
import { proposalDecider } from './proposal.decider';
import { proposalEvents, RESERVATIONS_MAX } from './proposal.events';
import { proposal, stanceOn } from './proposal.state';
import { TEXT_LENGTH_MAX } from '../../kernel/limits';

const { given, stateAfter } = specOf(proposal, proposalDecider);
const { drafted, tabled, onTable, textHash } = sample;
const events = proposalEvents;
type Past = EventOf<typeof proposalEvents>;

/** Under an initiative in its second phase, on terms that list to negotiate texts. */
const negotiating = (...history: readonly Past[]) =>
  given(...history)
    .and(initiative, INITIATIVE, ...sample.inPhase2)
    .and(mandate, sample.MANDATE, ...sample.mandated)
    .and(contact, CONTACT, sample.meeting)
    .and(party, PROVINCE, contactSampleParties.province)
    .and(party, TRIBE, contactSampleParties.tribe);
const contactSampleParties = { province: sample.provinceRegistered, tribe: sample.tribeRegistered };

/** The text with its first clause made of these parts. */
const hashWith = (segments: Clause['segments'], parties = sample.parties): string =>
  renderedOf({ ...sample.withHours(...segments), parties }).textHash;
const changed = (...segments: Clause['segments']) => ({
  clauses: [{ eId: 'art_1', heading: 'Article 1', segments }],
  textHash: hashWith(segments),
});

const bracket = (by: string[]) => ({ segId: HOURS, state: 'BRACKETED', text: 'Torkham is open from 06:00 to 20:00.', by }) as const;
const bracketedWhole = events.TextBracketed({
  revision: 2,
  eId: 'art_1',
  segId: HOURS,
  byPartyId: TRIBE,
  reason: 'Too early.',
  text: changed(bracket([TRIBE])),
});

describe('a text is drafted under an open initiative', () => {
  const draft = () =>
    given()
      .and(initiative, INITIATIVE, ...contactSample.proposed)
      .and(party, PROVINCE, sample.provinceRegistered)
      .and(party, TRIBE, sample.tribeRegistered);
  const written = (clauses: unknown) => ({ ...sample.draft, clauses }) as unknown as typeof sample.draft;
  const textWith = (ids: (n: number) => string, clauses: readonly Clause[]) =>
    sample.wholeOf(clauses.map((it) => ({ ...it, segments: it.segments.map((segment, n) => ({ ...segment, segId: ids(n) })) })));

  it('clause by clause, each part with an id that stays; its hash is that of the plain rendering', () => {
    const clauses = drafted.data.text.clauses.map((it) => ({
      ...it,
      segments: it.segments.map((segment) => ({ ...segment, segId: derived(`${it.eId} 0`) })),
    }));
    draft()
      .when(DraftProposal, sample.draft)
      .then(events.ProposalDrafted({ ...drafted.data, text: sample.wholeOf(clauses) }))
      .leaving({ status: 'DRAFT', revision: 1, tablings: [], answers: null });
    expect(stateAfter(drafted)).toMatchObject({
      text: { textHash, clauses: [{ plain: 'Article 1\nTorkham is open from 06:00 to 20:00.', since: 1, stances: {} }, {}] },
    });
  });

  it('with brackets and alternatives from the first, and clean words beside clean words as one part', () => {
    const segments = [
      { state: 'CLEAN', text: 'Open ' },
      { state: 'CLEAN', text: 'by day ' },
      { state: 'BRACKETED', text: 'only', by: [TRIBE, TRIBE] },
      { state: 'ALTERNATIVES', alternatives: [{ text: 'in summer', proposedBy: [TRIBE], supportedBy: [PROVINCE] }] },
    ];
    const text = textWith(
      (n) => derived(`art_1 ${[0, 2, 3][n]}`),
      [
        {
          eId: 'art_1',
          subTopic: 'CROSSING_POINTS',
          segments: [
            { segId: '', state: 'CLEAN', text: 'Open by day ' },
            { segId: '', state: 'BRACKETED', text: 'only', by: [TRIBE] },
            {
              segId: '',
              state: 'ALTERNATIVES',
              alternatives: [{ altId: derived('art_1 3 0'), text: 'in summer', proposedBy: [TRIBE], supportedBy: [PROVINCE] }],
            },
          ],
        },
      ],
    );
    draft()
      .when(DraftProposal, written([{ eId: 'art_1', subTopic: 'CROSSING_POINTS', segments }]))
      .then(events.ProposalDrafted({ ...drafted.data, text }));
  });

  it('not under an initiative that does not exist, nor with parties that nobody has registered', () => {
    given().when(DraftProposal, sample.draft).thenRefused('proposal.initiative-unknown');
    given()
      .and(initiative, INITIATIVE, ...contactSample.proposed)
      .and(party, PROVINCE, sample.provinceRegistered)
      .when(DraftProposal, sample.draft)
      .thenRefused('proposal.party-unknown');
  });

  it('its brackets and alternatives name parties of the text', () => {
    draft()
      .when(DraftProposal, written([{ eId: 'art_1', segments: [{ state: 'BRACKETED', text: 'Words', by: [KABUL] }] }]))
      .thenRefused('proposal.not-at-table');
    const alternatives = [{ text: 'in summer', proposedBy: [KABUL], supportedBy: [] }];
    draft()
      .when(DraftProposal, written([{ eId: 'art_1', segments: [{ state: 'ALTERNATIVES', alternatives }] }]))
      .thenRefused('proposal.not-at-table');
  });

  it('not longer than what is cleared as one', () => {
    const clause = (n: number) => ({ eId: `art_${n}`, segments: [{ state: 'CLEAN', text: 'x'.repeat(TEXT_LENGTH_MAX / 2) }] });
    draft()
      .when(DraftProposal, written([clause(1), clause(2)]))
      .thenRefused('proposal.too-long');
  });
});

describe('it is put on the table (S23, INV-08, INV-10)', () => {
  const request = { revision: 1, ...sample.tabling };

  it('as it stands, in a contact, to whom the text names', () => {
    negotiating(drafted).when(TableProposal, request).then(tabled).leaving({ status: 'TABLED' });
    negotiating(...onTable)
      .when(TableProposal, request)
      .then(tabled)
      .leaving({ status: 'TABLED' });
  });

  it('not words that are no longer those that stand', () => {
    negotiating(drafted)
      .when(TableProposal, { ...request, revision: 2 })
      .thenRefused('proposal.other-revision', 'INV-20');
  });

  it('not to somebody whom the text does not name, or whom nobody has registered', () => {
    negotiating(drafted)
      .when(TableProposal, { ...request, toPartyIds: [KABUL] })
      .thenRefused('proposal.not-at-table');
    negotiating(drafted).and(party, TRIBE).when(TableProposal, request).thenRefused('proposal.party-unknown');
  });

  it('not outside a contact of the same initiative', () => {
    negotiating(drafted).and(contact, CONTACT).when(TableProposal, request).thenRefused('proposal.contact-unknown');
    negotiating(drafted)
      .and(contact, CONTACT, ...sample.cancelled)
      .when(TableProposal, request)
      .thenRefused('proposal.contact-unknown');
    negotiating(drafted).and(contact, CONTACT, sample.elsewhere).when(TableProposal, request).thenRefused('proposal.contact-unknown');
  });

  it('not in a phase in which nobody negotiates, nor without terms of reference', () => {
    negotiating(drafted)
      .and(initiative, INITIATIVE, ...contactSample.inPhase1)
      .when(TableProposal, request)
      .thenRefused('proposal.act-not-mandated', 'INV-10');
    negotiating(drafted)
      .and(initiative, INITIATIVE, ...contactSample.notified)
      .when(TableProposal, request)
      .thenRefused('proposal.no-mandate', 'INV-10');
    negotiating(drafted).and(mandate, sample.MANDATE).when(TableProposal, request).thenRefused('proposal.no-mandate', 'INV-10');
  });

  it('not on a topic that no mandate in force holds, nor on an unofficial track', () => {
    negotiating(drafted)
      .and(mandate, sample.MANDATE, ...sample.onOtherTopic)
      .when(TableProposal, request)
      .thenRefused('proposal.topic-not-mandated', 'INV-08');
    negotiating(drafted)
      .and(contact, CONTACT, sample.onOtherTrack)
      .when(TableProposal, request)
      .thenRefused('proposal.not-official', 'INV-10');
  });

  it('to a listed party only where the mandate names it (INV-32)', () => {
    const listed = () => negotiating(drafted).and(party, TRIBE, ...sample.listedTribe);
    listed().when(TableProposal, request).then(tabled);
    listed()
      .and(mandate, sample.MANDATE, ...sample.namingNobody)
      .when(TableProposal, request)
      .thenRefused('proposal.listed-party', 'INV-32');
  });

  it('nothing goes forward while the federal side objects; a draft may be worded otherwise all the same', () => {
    const objected = (...history: readonly Past[]) =>
      negotiating(...history).and(initiative, INITIATIVE, ...sample.inPhase2, contactSample.objected);
    objected(drafted).when(TableProposal, request).thenRefused('initiative.objection-open');
    const revision = {
      baseRevision: 1,
      clauses: [{ eId: 'art_2', segments: [{ state: 'CLEAN', text: 'No.' }] }],
      reason: 'Shorter.',
    } as const;
    objected(...onTable)
      .when(ReviseProposal, revision)
      .thenRefused('initiative.objection-open');
    objected(drafted)
      .when(ReviseProposal, revision)
      .then(
        events.ProposalRevised({
          revision: 2,
          baseRevision: 1,
          reason: 'Shorter.',
          text: sample.shorter,
        }),
      );
  });
});

describe('it is worded otherwise, and what has stayed the same keeps the stances on it (INV-20)', () => {
  const words = (text: string) => [{ state: 'CLEAN', text }] as const;
  const revise = { baseRevision: 1, clauses: [{ eId: 'art_2', segments: words('Patients cross alone.') }], reason: 'As asked.' } as const;
  const alone = { eId: 'art_2', segments: [{ segId: derived('art_2 0'), state: 'CLEAN', text: 'Patients cross alone.' }] } as const;
  const hashOf = (...clauses: readonly unknown[]) =>
    renderedOf({ lang: 'en', parties: sample.parties, clauses: clauses as Clause[] }).textHash;
  const [hours, patients] = drafted.data.text.clauses as [Clause, Clause];

  it('the event holds what has changed, and the hash of the whole', () => {
    negotiating(...onTable)
      .when(ReviseProposal, revise)
      .then(
        events.ProposalRevised({
          revision: 2,
          baseRevision: 1,
          reason: 'As asked.',
          text: { clauses: [{ ...alone, segments: [...alone.segments] }], textHash: hashOf(hours, alone) },
        }),
      )
      .leaving({ status: 'UNDER_NEGOTIATION', revision: 2 });
  });

  it('a clause in other words has no stance on it; the others keep theirs', () => {
    const revised = events.ProposalRevised({
      revision: 2,
      baseRevision: 1,
      reason: 'As asked.',
      text: { clauses: [{ ...alone, segments: [...alone.segments] }], textHash: hashOf(hours, alone) },
    });
    const after = stateAfter(...onTable, sample.accepts(TRIBE), revised);
    expect('text' in after && 'clauses' in after.text && after.text.clauses.map((it) => [stanceOn(it, TRIBE), it.since])).toEqual([
      ['ACCEPT', 1],
      ['NO_POSITION_STATED', 2],
    ]);
  });

  it('a clause that only says anew what it said keeps its parts and its stances', () => {
    const heading = { ...hours, subTopic: 'CROSSING_POINTS' } as const;
    const same = {
      eId: 'art_1',
      heading: 'Article 1',
      subTopic: 'CROSSING_POINTS',
      segments: words('Torkham is open from 06:00 to 20:00.'),
    } as const;
    negotiating(...onTable, sample.accepts(TRIBE))
      .when(ReviseProposal, { ...revise, clauses: [same] })
      .then(events.ProposalRevised({ revision: 2, baseRevision: 1, reason: 'As asked.', text: { clauses: [heading], textHash } }))
      .leaving({ text: expect.objectContaining({ clauses: [expect.objectContaining({ since: 1 }), expect.anything()] }) as never });
  });

  it('clauses come, go and change places', () => {
    const third = { eId: 'art_3', segments: [{ segId: derived('art_3 0'), state: 'CLEAN', text: 'It is posted.' }] } as const;
    negotiating(...onTable)
      .when(ReviseProposal, { ...revise, clauses: [{ eId: 'art_3', segments: words('It is posted.') }] })
      .then(
        events.ProposalRevised({
          revision: 2,
          baseRevision: 1,
          reason: 'As asked.',
          text: {
            clauses: [{ ...third, segments: [...third.segments] }],
            order: ['art_1', 'art_2', 'art_3'],
            textHash: hashOf(hours, patients, third),
          },
        }),
      );
    negotiating(...onTable)
      .when(ReviseProposal, { ...revise, clauses: [], order: ['art_2', 'art_1'] })
      .then(
        events.ProposalRevised({
          revision: 2,
          baseRevision: 1,
          reason: 'As asked.',
          text: { clauses: [], order: ['art_2', 'art_1'], textHash: hashOf(patients, hours) },
        }),
      );
    negotiating(...onTable)
      .when(ReviseProposal, { ...revise, clauses: [], order: ['art_2'] })
      .then(
        events.ProposalRevised({
          revision: 2,
          baseRevision: 1,
          reason: 'As asked.',
          text: { clauses: [], order: ['art_2'], textHash: hashOf(patients) },
        }),
      );
    negotiating(...onTable)
      .when(ReviseProposal, { ...revise, clauses: [], order: ['art_2', 'art_9'] })
      .thenRefused('proposal.clause-unknown');
  });

  it('a party may join, with initials of its own', () => {
    const joining = [{ partyId: KABUL, mark: 'IEA' }];
    negotiating(...onTable)
      .and(party, KABUL, sample.kabul)
      .when(ReviseProposal, { ...revise, clauses: [], parties: joining })
      .then(events.ProposalRevised({ revision: 2, baseRevision: 1, reason: 'As asked.', text: { clauses: [], joining, textHash } }))
      .leaving({ text: expect.objectContaining({ parties: [...sample.parties, ...joining] }) as never });
    negotiating(...onTable)
      .when(ReviseProposal, { ...revise, parties: joining })
      .thenRefused('proposal.party-unknown');
    negotiating(...onTable)
      .and(party, KABUL, sample.kabul)
      .when(ReviseProposal, { ...revise, parties: [{ partyId: KABUL, mark: 'KP' }] })
      .thenRefused('proposal.same-text');
  });

  it('not on words that have changed meanwhile, nor without a change', () => {
    negotiating(...onTable, bracketedWhole)
      .when(ReviseProposal, revise)
      .thenRefused('proposal.other-revision', 'INV-20');
    negotiating(...onTable)
      .when(ReviseProposal, { ...revise, clauses: [{ eId: 'art_2', segments: words('Patients cross with one companion.') }] })
      .thenRefused('proposal.same-text');
    negotiating(...onTable)
      .when(ReviseProposal, { ...revise, clauses: [{ eId: 'art_2', segments: words('x'.repeat(TEXT_LENGTH_MAX)) }] })
      .thenRefused('proposal.too-long');
  });

  it('a revision stands upon the one before it: taken away alone, the text would be another than was hashed', () => {
    const next = { ...bracketedWhole, data: { ...bracketedWhole.data, revision: 3 } };
    expect(() => stateAfter(...onTable, next)).toThrow('revision 3 cannot follow revision 1');
    expect(stateAfter(...onTable, gone(next, 'revision'))).toMatchObject({ revision: 2 });
    expect(stateAfter(...onTable, gone(bracketedWhole, 'text'))).toMatchObject({ revision: 2, text: { erased: expect.any(String) } });
  });
});

describe('a party does not agree to words: they stand in brackets with its initials', () => {
  const on = { baseRevision: 1, eId: 'art_1', byPartyId: TRIBE, reason: 'Too early.' } as const;

  it('all of a part, and a second party beside the first', () => {
    negotiating(...onTable)
      .when(BracketText, { ...on, part: 1 })
      .then(bracketedWhole)
      .leaving({ status: 'UNDER_NEGOTIATION', revision: 2 });
    negotiating(...onTable, bracketedWhole)
      .when(BracketText, { ...on, baseRevision: 2, part: 1, byPartyId: PROVINCE })
      .then(
        events.TextBracketed({
          ...bracketedWhole.data,
          revision: 3,
          byPartyId: PROVINCE,
          text: changed(bracket([TRIBE, PROVINCE])),
        }),
      );
    negotiating(...onTable, bracketedWhole)
      .when(BracketText, { ...on, baseRevision: 2, part: 1 })
      .thenRefused('proposal.already-bracketed');
  });

  it('words within a part, quoted', () => {
    negotiating(...onTable)
      .when(BracketText, { ...on, words: 'from 06:00 to 20:00' })
      .then(
        events.TextBracketed({
          ...bracketedWhole.data,
          segId: derived('bracket'),
          text: changed(
            { segId: HOURS, state: 'CLEAN', text: 'Torkham is open ' },
            { segId: derived('bracket'), state: 'BRACKETED', text: 'from 06:00 to 20:00', by: [TRIBE] },
            { segId: derived('rest'), state: 'CLEAN', text: '.' },
          ),
        }),
      );
    negotiating(...onTable)
      .when(BracketText, { ...on, words: 'Torkham is open from 06:00 to 20:00.' })
      .then(
        events.TextBracketed({
          ...bracketedWhole.data,
          segId: derived('bracket'),
          text: changed({ ...bracket([TRIBE]), segId: derived('bracket') }),
        }),
      );
  });

  it('not words that are not there, or there more than once; not what is no part; not by somebody whom the text does not name', () => {
    for (const words of ['at noon', '00'])
      negotiating(...onTable)
        .when(BracketText, { ...on, words })
        .thenRefused('proposal.words-unknown');
    negotiating(...onTable, bracketedWhole)
      .when(BracketText, { ...on, baseRevision: 2, words: 'Torkham' })
      .thenRefused('proposal.words-unknown');
    negotiating(...onTable)
      .when(BracketText, { ...on, part: 9 })
      .thenRefused('proposal.segment-unknown');
    negotiating(sample.draftedWithChoice, tabled)
      .when(BracketText, { ...on, part: 1 })
      .thenRefused('proposal.segment-unknown');
    negotiating(...onTable)
      .when(BracketText, { ...on, eId: 'art_9', part: 1 })
      .thenRefused('proposal.clause-unknown');
    negotiating(...onTable)
      .when(BracketText, { ...on, part: 1, byPartyId: KABUL })
      .thenRefused('proposal.not-at-table');
    negotiating(...onTable)
      .when(BracketText, { ...on, baseRevision: 2, part: 1 })
      .thenRefused('proposal.other-revision', 'INV-20');
  });
});

describe('a party wants other words in their place', () => {
  const add = { baseRevision: 1, eId: 'art_1', part: 1, text: 'Torkham never shuts.', byPartyId: TRIBE } as const;
  const own = { altId: derived('first'), text: 'Torkham is open from 06:00 to 20:00.', proposedBy: [PROVINCE], supportedBy: [] };
  const theirs = { altId: derived('alternative'), text: 'Torkham never shuts.', proposedBy: [TRIBE], supportedBy: [] };
  const added = events.AlternativeAdded({
    revision: 2,
    eId: 'art_1',
    segId: HOURS,
    altId: derived('alternative'),
    byPartyId: TRIBE,
    text: changed({ segId: HOURS, state: 'ALTERNATIVES', alternatives: [own, theirs] }),
  });

  it('below those of the author, or below the alternatives that stand', () => {
    negotiating(...onTable)
      .when(AddAlternative, add)
      .then(added)
      .leaving({ status: 'UNDER_NEGOTIATION', revision: 2 });
    const third = { ...theirs, text: 'Torkham is shut.' };
    const [one, two] = sample.alternatives;
    negotiating(sample.draftedWithChoice, tabled)
      .when(AddAlternative, { ...add, text: third.text })
      .then(
        events.AlternativeAdded({
          ...added.data,
          text: changed({ segId: HOURS, state: 'ALTERNATIVES', alternatives: [one, two, third] }),
        }),
      );
  });

  it('not what one says already, not more than anybody compares, not of a part that is none', () => {
    negotiating(...onTable)
      .when(AddAlternative, { ...add, text: own.text })
      .thenRefused('proposal.same-text');
    negotiating(sample.draftedWithManyAlternatives, tabled).when(AddAlternative, add).thenRefused('proposal.too-long');
    negotiating(...onTable)
      .when(AddAlternative, { ...add, part: 9 })
      .thenRefused('proposal.segment-unknown');
    negotiating(...onTable)
      .when(AddAlternative, { ...add, byPartyId: KABUL })
      .thenRefused('proposal.not-at-table');
  });
});

describe('a bracket is resolved', () => {
  const resolve = { baseRevision: 1, eId: 'art_1', part: 2, agreedBy: [PROVINCE, TRIBE] } as const;
  const resolved = (how: 'ACCEPTED' | 'DELETED' | 'REWORDED', text: string) =>
    events.BracketResolved({
      revision: 2,
      eId: 'art_1',
      segId: OPEN_WORDS,
      how,
      agreedBy: [PROVINCE, TRIBE],
      text: changed({ segId: HOURS, state: 'CLEAN', text }),
    });
  const withBracket = [sample.draftedWithBracket, tabled];

  it('by accepting the words, by others, or by none', () => {
    negotiating(...withBracket)
      .when(ResolveBracket, { ...resolve, how: 'ACCEPTED' })
      .then(resolved('ACCEPTED', 'Torkham is open from 06:00 to 20:00.'))
      .leaving({ status: 'UNDER_NEGOTIATION', revision: 2 });
    negotiating(...withBracket)
      .when(ResolveBracket, { ...resolve, how: 'REWORDED', text: 'by day' })
      .then(resolved('REWORDED', 'Torkham is open by day.'));
    negotiating(...withBracket)
      .when(ResolveBracket, { ...resolve, how: 'DELETED' })
      .then(resolved('DELETED', 'Torkham is open .'));
  });

  it('by one of the alternatives', () => {
    const choice = [sample.draftedWithChoice, tabled];
    negotiating(...choice)
      .when(ResolveBracket, { ...resolve, part: 1, how: 'ACCEPTED', alternative: 2 })
      .then(
        events.BracketResolved({
          ...resolved('ACCEPTED', 'Torkham is open at all hours.').data,
          segId: HOURS,
          altId: sample.SECOND,
        }),
      );
    negotiating(...choice)
      .when(ResolveBracket, { ...resolve, part: 1, how: 'ACCEPTED' })
      .thenRefused('proposal.nothing-bracketed');
    negotiating(...withBracket)
      .when(ResolveBracket, { ...resolve, how: 'ACCEPTED', alternative: 2 })
      .thenRefused('proposal.nothing-bracketed');
    negotiating(...choice)
      .when(ResolveBracket, { ...resolve, part: 1, how: 'DELETED' })
      .thenRefused('proposal.clause-empty');
  });

  it('not what is clean or no part; under a mandate; by parties of the text', () => {
    for (const part of [1, 9])
      negotiating(...withBracket)
        .when(ResolveBracket, { ...resolve, part, how: 'ACCEPTED' })
        .thenRefused('proposal.nothing-bracketed');
    negotiating(...withBracket)
      .and(mandate, sample.MANDATE)
      .when(ResolveBracket, { ...resolve, how: 'ACCEPTED' })
      .thenRefused('proposal.no-mandate', 'INV-10');
    negotiating(...withBracket)
      .when(ResolveBracket, { ...resolve, how: 'ACCEPTED', agreedBy: [KABUL] })
      .thenRefused('proposal.not-at-table');
  });
});

describe('a party says where it stands; who says nothing stands nowhere (INV-20, INV-21)', () => {
  const said = { partyId: TRIBE, revision: 1, stance: 'ACCEPT' } as const;

  it('on all clauses, or on some of them', () => {
    negotiating(...onTable)
      .when(RecordStance, said)
      .then(sample.accepts(TRIBE))
      .leaving({ status: 'UNDER_NEGOTIATION' });
    negotiating(...onTable)
      .when(RecordStance, { ...said, eIds: ['art_2', 'art_2'], stance: 'OPPOSE', rationale: 'Two are needed.', contactId: CONTACT })
      .then(
        events.StanceRecorded({
          partyId: TRIBE,
          eIds: ['art_2'],
          revision: 1,
          stance: 'OPPOSE',
          rationale: 'Two are needed.',
          contactId: CONTACT,
        }),
      );
    const after = stateAfter(...onTable, sample.accepts(TRIBE));
    expect('text' in after && 'clauses' in after.text && after.text.clauses.map((it) => stanceOn(it, PROVINCE))).toEqual([
      'NO_POSITION_STATED',
      'NO_POSITION_STATED',
    ]);
    expect(stateAfter(...onTable, gone(sample.accepts(TRIBE), 'partyId'))).toMatchObject({ status: 'UNDER_NEGOTIATION' });
  });

  it('on words of an earlier revision where they have stayed the same, and on no others', () => {
    const later = [...onTable, bracketedWhole];
    negotiating(...later)
      .when(RecordStance, { ...said, eIds: ['art_2'] })
      .then(events.StanceRecorded({ partyId: TRIBE, eIds: ['art_2'], revision: 1, stance: 'ACCEPT' }));
    negotiating(...later)
      .when(RecordStance, { ...said, eIds: ['art_1'] })
      .thenRefused('proposal.other-revision', 'INV-20');
    negotiating(...later)
      .when(RecordStance, { ...said, revision: 3 })
      .thenRefused('proposal.other-revision', 'INV-20');
  });

  it('of a party of the text, on clauses of it, in a contact of its initiative', () => {
    negotiating(...onTable)
      .when(RecordStance, { ...said, partyId: KABUL })
      .thenRefused('proposal.not-at-table');
    negotiating(...onTable)
      .when(RecordStance, { ...said, eIds: ['art_9'] })
      .thenRefused('proposal.clause-unknown');
    negotiating(...onTable)
      .when(RecordStance, { ...said, contactId: NOTHING })
      .thenRefused('proposal.contact-unknown');
    negotiating(drafted).when(RecordStance, said).thenRefused('proposal.out-of-turn');
  });
});

describe('a party reserves something', () => {
  const reserve = { partyId: TRIBE, eId: 'art_1', text: 'Not in winter.' } as const;
  const reserved = events.ReservationEntered(reserve);

  it('until it withdraws that', () => {
    negotiating(...onTable)
      .when(EnterReservation, reserve)
      .then(reserved)
      .leaving({ reservations: [expect.objectContaining({ eId: 'art_1' }) as never] });
    const [only] = reservationsAfter(...onTable, reserved);
    negotiating(...onTable, reserved)
      .when(WithdrawReservation, { reservationId: only?.reservationId ?? '' })
      .then(events.ReservationWithdrawn({ reservationId: only?.reservationId ?? '' }))
      .leaving({ reservations: [] });
  });

  it('a party of the text, against a clause of it, and not without end', () => {
    negotiating(...onTable)
      .when(EnterReservation, { ...reserve, partyId: KABUL })
      .thenRefused('proposal.not-at-table');
    negotiating(...onTable)
      .when(EnterReservation, { ...reserve, eId: 'art_9' })
      .thenRefused('proposal.clause-unknown');
    negotiating(...onTable, ...Array.from({ length: RESERVATIONS_MAX }, () => reserved))
      .when(EnterReservation, reserve)
      .thenRefused('proposal.reservations-full');
    negotiating(...onTable, ...Array.from({ length: RESERVATIONS_MAX - 1 }, () => reserved))
      .when(EnterReservation, reserve)
      .then(reserved);
    negotiating(...onTable, reserved)
      .when(WithdrawReservation, { reservationId: SELF })
      .thenRefused('proposal.reservation-unknown');
  });
});

function reservationsAfter(...history: readonly Past[]) {
  const after = stateAfter(...history);
  return 'reservations' in after ? after.reservations : [];
}
