import { defineRefusals } from '../../kernel/rejection';

export const refuse = defineRefusals('party', {
  userUnknown: {
    title: 'The party that uses the name is not registered',
    remedy: 'Register that party first; a name without somebody who uses it says nothing.',
  },
  designationKnown: {
    title: 'This party is already known to use this name',
    remedy: 'Nothing needs to be done. Record another name, or the same one as another party uses it.',
  },
});
