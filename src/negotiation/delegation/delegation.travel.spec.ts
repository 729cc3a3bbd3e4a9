import { describe, expect, it } from '@jest/globals';
import { proposed } from '../../../test/support/clearance-sample';
import { day, notification, objected } from '../../../test/support/contact-sample';
import { happened, SELF, specOf } from '../../../test/support/decider-spec';
import * as sample from '../../../test/support/delegation-sample';
import {
  authorised,
  concluded,
  constitutedWith,
  ELDER,
  FIRST,
  firstBack,
  firstConstituted,
  firstDeparted,
  firstMembers,
  firstReturned,
  firstSeats,
  FOCAL_PERSON,
  founded,
  inOffice,
  inPhase1,
  INITIATIVE,
  NOTHING,
  OFFICIAL,
  REPORT_REVIEW,
  reviewed,
  seat,
  SECOND_ELDER,
  secondAuthorised,
  secondConstituted,
  secondMembers,
  secondSeats,
  TRAVEL_REVIEW,
} from '../../../test/support/delegation-sample';
import { type EventOf, flagged } from '../../kernel/events';
import { federalReviewEvents } from '../federal-review/federal-review.events';
import { federalReview } from '../federal-review/federal-review.state';
import { houseRulesEvents } from '../house-rules/house-rules.events';
import { houseRules } from '../house-rules/house-rules.state';
import { initiativeEvents } from '../initiative/initiative.events';
import { initiative } from '../initiative/initiative.state';
import { HOUSE_RULES_ID } from '../singletons';
import { AuthoriseTravel, RecordDeparture, ReportUnsanctionedDeparture } from './delegation.commands';
import { compositionOf } from './delegation.composition.rules';
import { delegationDecider } from './delegation.decider';
import { delegationEvents } from './delegation.events';
import { delegation } from './delegation.state';

const { given } = specOf(delegation, delegationDecider);
const { DelegationDeparted, UnsanctionedDepartureReported, VisitPostponed } = delegationEvents;

type History = readonly EventOf<typeof delegationEvents>[];
const cleared = reviewed('TRAVEL', SELF);
const reported = reviewed('PHASE_REPORT', INITIATIVE);
const ask = { clearanceId: TRAVEL_REVIEW };
const askSecond = { clearanceId: TRAVEL_REVIEW, phaseReportId: REPORT_REVIEW };

/** The first delegation, under an initiative that was notified, and its travel cleared. */
const first = (...history: History) =>
  given(...history)
    .and(initiative, INITIATIVE, ...inPhase1)
    .and(federalReview, TRAVEL_REVIEW, ...cleared);
/** The second one, once the first phase is concluded, the first delegation debriefed and the report approved. */
const second = (...history: History) =>
  given(...history)
    .and(initiative, INITIATIVE, ...founded)
    .and(delegation, FIRST, ...firstBack)
    .and(federalReview, TRAVEL_REVIEW, ...cleared)
    .and(federalReview, REPORT_REVIEW, ...reported);

describe('travel is authorised', () => {
  it('with a federal clearance of exactly this delegation', () => {
    first(...firstConstituted)
      .when(AuthoriseTravel, ask)
      .then(authorised)
      .leaving({ status: 'CLEARED', authorisation: { clearanceId: TRAVEL_REVIEW } });
  });

  it('not with one of another delegation, for another purpose, or that is over', () => {
    const withReview = (...review: ReturnType<typeof reviewed>) =>
      first(...firstConstituted)
        .and(federalReview, TRAVEL_REVIEW, ...review)
        .when(AuthoriseTravel, ask);
    withReview(...reviewed('TRAVEL', FIRST)).thenRefused('delegation.not-cleared');
    withReview(...reviewed('TRAVEL', SELF, { purpose: 'CONDUCT' })).thenRefused('delegation.not-cleared');
    withReview(...reviewed('CBM', SELF)).thenRefused('delegation.not-cleared');
    withReview(...reviewed('TRAVEL', SELF, { validUntil: '2025-03-01T09:00:00.000Z' })).thenRefused('delegation.not-cleared');
    withReview(...cleared.slice(0, -1)).thenRefused('delegation.not-cleared');
  });

  it('not before the federal government is told (INV-01); a plan without a date needs a notification that is recorded', () => {
    first(...firstConstituted)
      .and(initiative, INITIATIVE, proposed, inOffice)
      .when(AuthoriseTravel, ask)
      .thenRefused('delegation.not-notified', 'INV-01');
    const dated = VisitPostponed({ reason: 'The road.', plannedFor: day('2025-03-10') });
    const told = happened(notification, { occurredAt: day('2025-03-11') });
    first(...firstConstituted, dated)
      .and(initiative, INITIATIVE, proposed, inOffice, told)
      .when(AuthoriseTravel, ask)
      .thenRefused('delegation.not-notified', 'INV-01');
    first(...firstConstituted)
      .and(initiative, INITIATIVE, proposed, inOffice, told)
      .when(AuthoriseTravel, ask)
      .then(authorised);
    first(...firstConstituted, dated)
      .when(AuthoriseTravel, ask)
      .then(authorised);
  });

  it('not while the federal side objects, nor under an initiative that rests', () => {
    first(...firstConstituted)
      .and(initiative, INITIATIVE, ...inPhase1, objected)
      .when(AuthoriseTravel, ask)
      .thenRefused('initiative.objection-open');
    first(...firstConstituted)
      .and(initiative, INITIATIVE, ...inPhase1, initiativeEvents.InitiativeSuspended({ ground: 'NO_VISAS', reason: 'None came.' }))
      .when(AuthoriseTravel, ask)
      .thenRefused('delegation.initiative-unknown');
  });

  it('only of those who must be in it (INV-03, INV-05)', () => {
    const lacking = (...ids: string[]) =>
      first(
        ...constitutedWith(
          1,
          firstSeats.filter(({ participantId }) => !ids.includes(participantId)),
        ),
      ).when(AuthoriseTravel, ask);
    lacking(ELDER).thenRefused('delegation.first-incomplete', 'INV-05');
    lacking(OFFICIAL).thenRefused('delegation.first-incomplete', 'INV-05');
    lacking(FOCAL_PERSON).thenRefused('delegation.without-focal-person', 'INV-03');
  });

  describe('of the second delegation (INV-04)', () => {
    it('once the first has laid the foundation, is back and debriefed, and the federal side has approved its report', () => {
      second(...secondConstituted)
        .when(AuthoriseTravel, askSecond)
        .then(secondAuthorised)
        .leaving({ status: 'CLEARED' });
      second(...secondConstituted)
        .and(federalReview, REPORT_REVIEW, ...reviewed('PHASE_REPORT', INITIATIVE, { decision: 'NO_OBJECTION' }))
        .when(AuthoriseTravel, askSecond)
        .then(secondAuthorised);
    });

    it('not before the first phase is concluded, and not when it came to nothing', () => {
      second(...secondConstituted)
        .and(initiative, INITIATIVE, ...inPhase1)
        .when(AuthoriseTravel, askSecond)
        .thenRefused('delegation.foundation-not-laid', 'INV-04');
      second(...secondConstituted)
        .and(initiative, INITIATIVE, ...inPhase1, concluded('FOUNDATION_NOT_LAID'))
        .when(AuthoriseTravel, askSecond)
        .thenRefused('delegation.foundation-not-laid', 'INV-04');
    });

    it('not before the first delegation is debriefed', () => {
      second(...secondConstituted)
        .and(delegation, FIRST, ...firstBack.slice(0, -1))
        .when(AuthoriseTravel, askSecond)
        .thenRefused('delegation.first-not-debriefed', 'INV-04');
      second(...secondConstituted)
        .and(delegation, FIRST, ...firstBack, delegationEvents.DelegationDissolved({}))
        .when(AuthoriseTravel, askSecond)
        .then(secondAuthorised);
    });

    it('not while the report waits, was approved under conditions, taken back, or is of something else', () => {
      const as = (...review: readonly EventOf<typeof federalReviewEvents>[]) => {
        second(...secondConstituted)
          .and(federalReview, REPORT_REVIEW, ...review)
          .when(AuthoriseTravel, askSecond)
          .thenRefused('delegation.report-not-approved', 'INV-04');
      };
      as(...reported.slice(0, -1));
      as(...reviewed('PHASE_REPORT', INITIATIVE, { decision: 'APPROVED_WITH_CONDITIONS' }));
      as(...reported, federalReviewEvents.ClearanceRevoked({ clearanceId: REPORT_REVIEW, reason: 'It was another one.' }));
      as(...reviewed('PHASE_REPORT', NOTHING));
      as(...reviewed('DEVIATION', INITIATIVE));
      second(...secondConstituted)
        .when(AuthoriseTravel, ask)
        .thenRefused('delegation.report-not-approved', 'INV-04');
    });

    it('and only of those who must be in it, who are more than departed first (INV-06)', () => {
      const lacking = (...ids: string[]) =>
        second(
          ...constitutedWith(
            2,
            secondSeats.filter(({ participantId }) => !ids.includes(participantId)),
          ),
        )
          .when(AuthoriseTravel, askSecond)
          .thenRefused('delegation.later-incomplete', 'INV-06');
      lacking(ELDER);
      lacking(sample.SCHOLAR);
      lacking(sample.TRADER);
      const seven = [...firstMembers, ...[1, 2, 3].map((n) => `40000000-0000-4000-8000-00000000010${n}`)];
      const larger = [...firstConstituted, authorised, DelegationDeparted({ members: seven }), firstReturned, sample.debriefed];
      second(...secondConstituted)
        .and(delegation, FIRST, ...larger)
        .when(AuthoriseTravel, askSecond)
        .thenRefused('delegation.later-incomplete', 'INV-06');
    });
  });

  it('the least numbers are those of the house (domain.md 7)', () => {
    const three = (rule: 'DELEGATION_ELDERS_MIN' | 'DELEGATION_SCHOLARS_MIN' | 'DELEGATION_STAKEHOLDERS_MIN') =>
      houseRulesEvents.HouseRuleSet({ rule, value: 3, side: 'PROVINCE' });
    first(...firstConstituted)
      .and(houseRules, HOUSE_RULES_ID, three('DELEGATION_ELDERS_MIN'))
      .when(AuthoriseTravel, ask)
      .thenRefused('delegation.first-incomplete', 'INV-05');
    for (const rule of ['DELEGATION_ELDERS_MIN', 'DELEGATION_SCHOLARS_MIN', 'DELEGATION_STAKEHOLDERS_MIN'] as const)
      second(...secondConstituted)
        .and(houseRules, HOUSE_RULES_ID, three(rule))
        .when(AuthoriseTravel, askSecond)
        .thenRefused('delegation.later-incomplete', 'INV-06');
  });
});

describe('a departure', () => {
  const departure = { members: firstMembers };
  const may = [...firstConstituted, authorised];
  const went = (...history: History) => first(...history).occurring(day('2025-02-27'));

  it('is reported as it was: when, and who went', () => {
    went(...may)
      .when(RecordDeparture, { members: [...firstMembers, ELDER] })
      .then(firstDeparted)
      .leaving({ status: 'TRAVELLING', departure: { members: firstMembers, departedAt: day('2025-02-27'), unsanctioned: null } });
    went(...may)
      .when(RecordDeparture, { members: [NOTHING] })
      .thenRefused('delegation.not-delegate');
    went(...may)
      .when(RecordDeparture, { members: firstMembers, legId: NOTHING })
      .thenRefused('delegation.leg-unknown');
  });

  it('needs those who must be in it among those who went, and the focal person of that day (INV-03, INV-05)', () => {
    const without = (id: string) => ({ members: firstMembers.filter((each) => each !== id) });
    went(...may)
      .when(RecordDeparture, without(SECOND_ELDER))
      .thenRefused('delegation.first-incomplete', 'INV-05');
    went(...may)
      .when(RecordDeparture, without(FOCAL_PERSON))
      .thenRefused('delegation.without-focal-person', 'INV-03');
    const other = happened(initiativeEvents.FocalPersonHandedOver({ fromId: FOCAL_PERSON, toId: NOTHING, reason: 'Ill.' }), {
      occurredAt: day('2025-02-26'),
    });
    went(...may)
      .and(initiative, INITIATIVE, ...inPhase1, other)
      .when(RecordDeparture, departure)
      .thenRefused('delegation.without-focal-person', 'INV-03');
  });

  it('comes after the notification, and not under an objection', () => {
    first(...may)
      .occurring(day('2025-02-19'))
      .when(RecordDeparture, departure)
      .thenRefused('delegation.not-notified', 'INV-01');
    const unknown = { from: null, precision: 'UNKNOWN', zone: 'Asia/Kabul', calendar: 'GREGORIAN', originalText: 'some day' } as const;
    first(...may)
      .occurring(unknown)
      .when(RecordDeparture, departure)
      .thenRefused('delegation.not-notified', 'INV-01');
    went(...may)
      .and(initiative, INITIATIVE, ...inPhase1, objected)
      .when(RecordDeparture, departure)
      .thenRefused('delegation.objected');
    first(...may)
      .and(initiative, INITIATIVE, ...inPhase1, objected)
      .occurring(day('2025-02-25'))
      .when(RecordDeparture, departure)
      .then(firstDeparted);
  });

  it('needs the clearance, and credentials, that were valid then', () => {
    const revoked = happened(federalReviewEvents.ClearanceRevoked({ clearanceId: TRAVEL_REVIEW, reason: 'The road.' }), {
      occurredAt: day('2025-02-26'),
    });
    went(...may)
      .and(federalReview, TRAVEL_REVIEW, ...cleared, revoked)
      .when(RecordDeparture, departure)
      .thenRefused('delegation.not-cleared');
    const over = delegationEvents.CredentialsIssued({ ...sample.credentialsOf(ELDER).data, validUntil: '2025-02-10T00:00:00.000Z' });
    went(...may, over)
      .when(RecordDeparture, departure)
      .thenRefused('delegation.credentials-missing');
    const tooLate = delegationEvents.CredentialsIssued({ ...sample.credentialsOf(ELDER).data, validFrom: '2025-02-28T00:00:00.000Z' });
    went(...may, tooLate)
      .when(RecordDeparture, departure)
      .thenRefused('delegation.credentials-missing');
  });

  it('of the second delegation waits for the first (INV-04, INV-06)', () => {
    const mayGo = [...secondConstituted, secondAuthorised];
    const departs = DelegationDeparted({ members: secondMembers });
    const goes = (...history: History) => second(...history).occurring(day('2025-02-27'));
    goes(...mayGo)
      .when(RecordDeparture, { members: secondMembers })
      .then(departs);
    second(...mayGo)
      .occurring(day('2025-02-24'))
      .when(RecordDeparture, { members: secondMembers })
      .thenRefused('delegation.foundation-not-laid', 'INV-04');
    goes(...mayGo)
      .when(RecordDeparture, { members: secondMembers.slice(0, 4) })
      .thenRefused('delegation.later-incomplete', 'INV-06');
    // Everybody of each kind, and no more than departed first.
    const five = [...firstMembers, sample.SCHOLAR, sample.DOCTOR, sample.TRADER];
    goes(...mayGo)
      .and(delegation, FIRST, ...firstConstituted, authorised, DelegationDeparted({ members: five }), firstReturned, sample.debriefed)
      .when(RecordDeparture, { members: secondMembers })
      .thenRefused('delegation.later-incomplete', 'INV-06');
  });

  describe('that nobody had leave for', () => {
    const report = { members: firstMembers, explanation: 'The bus left before anybody had answered.' };
    const reportedAs = UnsanctionedDepartureReported(report);

    it('is recorded, and stands among the deviations', () => {
      went(...firstConstituted)
        .when(ReportUnsanctionedDeparture, report)
        .then(reportedAs)
        .leaving({
          status: 'TRAVELLING',
          departure: { members: firstMembers, departedAt: day('2025-02-27'), unsanctioned: report.explanation },
        });
      expect(delegationEvents.schemas.UnsanctionedDepartureReported.flags).toEqual(['UNSANCTIONED']);
    });

    it('marked where it came before the notification (INV-01, INV-50)', () => {
      first(...firstConstituted)
        .occurring(day('2025-02-19'))
        .when(ReportUnsanctionedDeparture, report)
        .then(flagged(reportedAs, ['BEFORE_NOTIFICATION']));
    });

    it('of its members, on a leg that there is', () => {
      went(...firstConstituted)
        .when(ReportUnsanctionedDeparture, { ...report, members: [NOTHING] })
        .thenRefused('delegation.not-delegate');
      went(...firstConstituted)
        .when(ReportUnsanctionedDeparture, { ...report, legId: NOTHING })
        .thenRefused('delegation.leg-unknown');
    });
  });
});

describe('composition, rule by rule', () => {
  const minimum = { elders: 2, scholars: 2, stakeholders: 2 };
  const of = (ordinal: number, seats: readonly ReturnType<typeof seat>[], firstSize?: number) =>
    compositionOf(seats, { ordinal, focalPersonId: FOCAL_PERSON, firstSize, minimum }).map(({ requirement, found, needed, holds }) => [
      requirement,
      found,
      needed,
      holds,
    ]);

  it('of the first delegation: the focal person does not by himself satisfy the seat of the official (INV-05)', () => {
    expect(of(1, firstSeats)).toEqual([
      ['FOCAL_PERSON', 1, 1, true],
      ['TRIBAL_ELDERS', 2, 2, true],
      ['SENIOR_OFFICIAL', 1, 1, true],
    ]);
    const alone = [seat(FOCAL_PERSON, 'GOVERNMENT_OFFICIAL'), seat(ELDER, 'TRIBAL_ELDER')];
    expect(of(1, alone)).toEqual([
      ['FOCAL_PERSON', 1, 1, true],
      ['TRIBAL_ELDERS', 1, 2, false],
      ['SENIOR_OFFICIAL', 0, 1, false],
    ]);
    expect(of(1, [{ ...seat(OFFICIAL, 'GOVERNMENT_OFFICIAL'), senior: false }])).toContainEqual(['SENIOR_OFFICIAL', 0, 1, false]);
  });

  it('of the second: one more than departed first, which nobody knows before they have (INV-06)', () => {
    expect(of(2, secondSeats, 6)).toEqual([
      ['FOCAL_PERSON', 1, 1, true],
      ['TRIBAL_ELDERS', 2, 2, true],
      ['RELIGIOUS_SCHOLARS', 2, 2, true],
      ['KEY_STAKEHOLDERS', 2, 2, true],
      ['LARGER_THAN_FIRST', 7, 7, true],
    ]);
    expect(of(2, secondSeats, 7)).toContainEqual(['LARGER_THAN_FIRST', 7, 8, false]);
    expect(of(2, secondSeats)).toContainEqual(['LARGER_THAN_FIRST', 7, null, false]);
  });
});
