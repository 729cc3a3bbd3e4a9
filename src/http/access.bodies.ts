import { ApiProperty } from '@nestjs/swagger';
import { type Checked, type Fault, Text } from '../commands/fields';
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from '../kernel/limits';

/* Bodies of the routes by which people come in, in the same words as commands. */

const LOGIN_LENGTH_MAX = 100;
const TOKEN_LENGTH_MAX = 200;

export class SignInBody {
  @Text(LOGIN_LENGTH_MAX, 'The name of the account') login!: string;
  @Text(PASSWORD_LENGTH_MAX, 'Its password') password!: string;
}

export class OneTimeBody {
  @Text(TOKEN_LENGTH_MAX, 'A one-time sign-in token; it is used up') token!: string;
}

export class EnrolBody implements Checked {
  @Text(TOKEN_LENGTH_MAX, 'The one-time enrolment token that an administrator handed over') token!: string;
  @Text(LOGIN_LENGTH_MAX, 'The name that the account shall have') login!: string;
  @ApiProperty({ minLength: PASSWORD_LENGTH_MIN })
  @Text(PASSWORD_LENGTH_MAX, `The password that it shall have; at least ${PASSWORD_LENGTH_MIN} characters`)
  password!: string;

  faults(): readonly Fault[] {
    const short = [...this.password].length < PASSWORD_LENGTH_MIN;
    return short ? [{ pointer: '/password', detail: `must have at least ${PASSWORD_LENGTH_MIN} characters` }] : [];
  }
}
