import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { recorded, TestRoad } from '../../test/support/test-road';
import { CAVEATS, caveatBits, LEVELS } from '../kernel/classification';
import { Role as Roles, sideOf } from '../kernel/roles';
import {
  BindAccount,
  GrantClearanceLevel,
  GrantRole,
  RegisterParticipant,
  UnbindAccount,
  WithdrawRole,
} from '../negotiation/participant/participant.commands';
import { isAdministeredBy, participant, type Participant } from '../negotiation/participant/participant.state';
import { AnnulRecord, ClassifyRecord, RectifyRecord, ReverseRectification } from './record.commands';

/** One step of somebody who wants more than he is given: which act, on whom, by which of his hands, aimed at which event. */
const steps = fc.record({
  what: fc.constantFrom(
    'register',
    'grant',
    'withdraw',
    'clear',
    'enrol',
    'unbind',
    'rectify',
    'annul',
    'annul with all',
    'reverse',
    'classify',
  ),
  whom: fc.nat(9),
  hand: fc.nat(4),
  event: fc.nat(7),
  role: fc.constantFrom(...Roles.options),
  level: fc.constantFrom(...LEVELS),
  caveats: fc.subarray([...CAVEATS]),
  value: fc.constantFrom<readonly [string, unknown]>(
    ['/role', 'FEDERAL_REVIEWER'],
    ['/role', 'SYSTEM'],
    ['/side', 'FEDERAL'],
    ['/level', 'TOP_SECRET'],
    ['/caveats', ['FEDERAL_EYES_ONLY']],
    ['/accountId', '40000000-0000-4000-8000-000000000001'],
    ['/grantEventId', '40000000-0000-4000-8000-000000000001'],
  ),
});
type Step = typeof steps extends fc.Arbitrary<infer S> ? S : never;

/** Everybody in the walk: a provincial administrator and whom he makes; federal people whom he would like to be. */
class Walk {
  private constructor(
    private readonly road: TestRoad,
    /** Those that the administrator can act as: himself, and whoever has an account of his making. */
    private readonly hands: string[],
    private readonly federal: readonly string[],
    private readonly people: string[],
  ) {}

  static async begun(): Promise<Walk> {
    const road = TestRoad.open();
    const administrator = await road.person(['ADMINISTRATOR'], { level: 'RESTRICTED' });
    const federal = [await road.person(['FEDERAL_ADMINISTRATOR']), await road.person(['FEDERAL_REVIEWER'])];
    // Registered by the federal side, which has granted him nothing yet.
    const newcomer = recorded(
      await road.act(RegisterParticipant, { displayName: 'Newcomer (fictitious)', languages: [] }, { by: federal[0] ?? '' }),
    ).stream.id;
    return new Walk(road, [administrator], federal, [administrator, ...federal, newcomer]);
  }

  private async stateOf(id: string): Promise<Participant> {
    return (await this.road.streams.load(participant, id)).state as Participant;
  }

  async step({ what, whom, hand, event, role, level, caveats, value }: Step): Promise<void> {
    const by = this.hands[hand % this.hands.length] ?? '';
    const on = this.people[whom % this.people.length] ?? '';
    const told = { by, on };
    const history = await this.road.history('participant', on);
    const targetEventId = history[event % history.length]?.id ?? '';
    const control = <C extends object>(command: new () => C, fields: object) =>
      this.road.act(command, fields as never, told, 'participant');
    const secondPersonId = this.hands.at(-1) ?? '';
    switch (what) {
      case 'register': {
        const outcome = await this.road.act(RegisterParticipant, { displayName: 'Puppet (fictitious)', languages: [] }, { by });
        if (typeof outcome !== 'string' && 'stream' in outcome) this.people.push(outcome.stream.id);
        return;
      }
      case 'grant':
        return void (await this.road.act(GrantRole, { role }, told));
      case 'withdraw':
        return void (await this.road.act(WithdrawRole, { grantEventId: targetEventId }, told));
      case 'clear':
        return void (await this.road.act(GrantClearanceLevel, { level, caveats }, told));
      case 'enrol':
        return this.enrol(by, on);
      case 'unbind':
        return void (await this.road.act(UnbindAccount, { bindingEventId: targetEventId }, told));
      case 'rectify':
        return void (await control(RectifyRecord, {
          targetEventId,
          pointer: value[0],
          newValue: value[1],
          reason: 'CLERICAL_ERROR',
          effective: 'AB_INITIO',
          secondPersonId,
        }));
      case 'annul':
        return void (await control(AnnulRecord, { targetEventId, reason: 'x', secondPersonId }));
      case 'annul with all':
        return void (await control(AnnulRecord, {
          targetEventId,
          reason: 'x',
          secondPersonId,
          dependants: history.map(({ id }) => id).filter((id) => id !== targetEventId),
        }));
      case 'reverse':
        return void (await control(ReverseRectification, { targetEventId, reason: 'x' }));
      case 'classify':
        return void (await control(ClassifyRecord, { targetEventId, level, caveats, secondPersonId }));
    }
  }

  /** As `POST /v1/participants/<id>/enrolment-tokens` and `POST /v1/enrolments` do it: who is invited by his side acts from then on. */
  private async enrol(by: string, on: string): Promise<void> {
    const inviting = await this.stateOf(by);
    const roles = inviting.status === 'ACTIVE' ? inviting.grants.map(({ role }) => role) : [];
    if (!isAdministeredBy(await this.stateOf(on), roles) || this.hands.includes(on)) return;
    const bound = await this.road.system.record(
      BindAccount,
      { accountId: on, invitedBy: by },
      { streamId: on, key: `enrol ${this.hands.length}` },
    );
    if (typeof bound !== 'string' && 'stream' in bound) this.hands.push(on);
  }

  /** What must hold after every step. */
  async check(): Promise<void> {
    for (const hand of this.hands) {
      const it = await this.stateOf(hand);
      const grants = it.status === 'ACTIVE' ? it.grants.map(({ role }) => role) : [];
      expect(grants.filter((role) => sideOf(role) === 'FEDERAL' || role === 'SYSTEM')).toEqual([]);
      if (it.status === 'ACTIVE') expect(it.clearance.caveats & caveatBits(['FEDERAL_EYES_ONLY'])).toBe(0);
    }
    const [administrator = '', reviewer = ''] = this.federal;
    expect(await this.stateOf(administrator)).toMatchObject({ side: 'FEDERAL', grants: [{ role: 'FEDERAL_ADMINISTRATOR' }] });
    expect(await this.stateOf(reviewer)).toMatchObject({ side: 'FEDERAL', grants: [{ role: 'FEDERAL_REVIEWER' }], level: 'SECRET' });
    // Whom he holds, the federal side cannot mistake for one of its own.
    for (const hand of this.hands)
      expect(
        await this.road.act(GrantRole, { role: 'FEDERAL_REVIEWER' }, { by: administrator, on: hand, dryRun: true }),
      ).not.toHaveProperty('stream');
  }
}

describe('a provincial administrator cannot make himself a reviewer (INV-47)', () => {
  it('in however many steps, with however many hands, by grants, accounts and corrections', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 10, maxLength: 30 }), async (walk) => {
        const it = await Walk.begun();
        for (const step of walk) await it.step(step);
        await it.check();
      }),
      { numRuns: 25 },
    );
  }, 180_000);
});
