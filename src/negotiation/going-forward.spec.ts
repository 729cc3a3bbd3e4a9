import { describe, expect, it } from '@jest/globals';
import { BuildGate, gates } from '../../test/support/gate';
import { recorded, TestRoad } from '../../test/support/test-road';
import { commandTypesOf } from '../commands/noun';
import { forward } from './going-forward';
import { LiftFederalObjection, ProposeInitiative, RaiseFederalObjection } from './initiative/initiative.commands';
import { declarations } from './nouns';
import { RegisterParty } from './party/party.commands';

/** By hand from domain.md 4.3.1: scheduling, travel, tabling, entering, signing, conducting, public statements, and the phases they belong to. */
const GOES_FORWARD = [
  ...['OpenPhase', 'ScheduleContact', 'SchedulePublicStatement', 'RescheduleContact', 'EnterCommitment', 'AmendCommitment'],
  ...['CounterPropose', 'TableProposal', 'ReviseProposal', 'ResolveBracket', 'OpenSilenceProcedure', 'AgreeAdReferendum'],
  'AuthoriseTravel',
  ...['AgreeCbm', 'StartCbm'],
  ...['AdoptAgreement', 'AuthenticateAgreement', 'SignAgreement', 'ExpressConsent', 'BeginProvisionalApplication'],
  ...['CorrectAuthenticText', 'AmendAgreement', 'RenewAgreement'],
];

/** A gate that is built together with the other side. */
const { BuildGate: build, ...others } = gates.decider;
const jointGates = { ...gates, decider: { ...others, ...(build && { BuildGate: forward(build) }) } };

const objection = { byOffice: 'A division (fictitious)', ground: 'COMPETENCE', text: 'Not theirs to do.', public: false } as const;

/** An initiative under an objection of this mark, and what it takes to lift that. */
async function objected(level: 'RESTRICTED' | 'TOP_SECRET') {
  const road = TestRoad.open(jointGates);
  const focal = await road.person(['FOCAL_PERSON', 'PROVINCIAL_OFFICIAL'], { level: 'TOP_SECRET' });
  const reviewer = await road.person(['FEDERAL_REVIEWER'], { level: 'TOP_SECRET' });
  const party = { type: 'PROVINCIAL_GOVERNMENT', canonicalName: 'Province' } as const;
  const sponsorPartyId = recorded(await road.act(RegisterParty, party, { by: focal })).stream.id;
  const proposal = { title: 'Dialogue', sponsorPartyId, objectives: [{ code: 'O1', text: 'Peace' }] } as const;
  const on = recorded(await road.act(ProposeInitiative, proposal, { by: focal })).stream.id;
  const raised = await road.act(RaiseFederalObjection, objection, { by: reviewer, on, record: { classification: { level } } });
  const objectionId = recorded(raised).events[0]?.id ?? '';
  return {
    road,
    focal,
    builds: (by: string) => road.act(BuildGate, { initiativeId: on, name: 'Torkham' }, { by }),
    lift: async () => recorded(await road.act(LiftFederalObjection, { objectionId, reason: 'It is settled.' }, { by: reviewer, on })),
  };
}

describe('while the federal side objects, nothing goes forward with the other side (domain 4.3.1)', () => {
  it('each command declares whether it does', () => {
    const declared = declarations.flatMap((noun) => commandTypesOf(noun).flatMap(({ name, rule }) => (rule.goesForward ? [name] : [])));
    expect(declared.sort()).toEqual([...GOES_FORWARD].sort());
  });

  it('it is refused while the objection stands, and goes on when it is lifted', async () => {
    const { focal, builds, lift } = await objected('RESTRICTED');
    expect(await builds(focal)).toMatchObject({ code: 'initiative.objection-open' });
    await lift();
    expect(recorded(await builds(focal)).events).toMatchObject([{ type: 'GateBuilt' }]);
  });

  it('who may not read the initiative is not told what stands in the way', async () => {
    const { road, builds } = await objected('TOP_SECRET');
    const low = await road.person(['FOCAL_PERSON'], { level: 'RESTRICTED' });
    expect(await builds(low)).toMatchObject({ code: 'federal.rule' });
  });
});
