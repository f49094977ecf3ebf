import type { BadInput } from './bad-input';

export const badInputs: readonly BadInput[] = [
  {
    name: 'no such command',
    args: ['injekt'],
    code: 2,
    says: ["error: CAI7001 wrong-usage: unknown command 'injekt'…"],
  },
  {
    name: 'a command misspelt',
    args: ['completoin'],
    code: 2,
    says: [
      `error: CAI7001 wrong-usage: unknown command 'completoin' (Did you mean completion?); "cai --help" lists what there is`,
    ],
  },
  {
    name: 'an option that does not exist',
    args: ['completion', '--colour', 'bash'],
    code: 2,
    says: [`error: CAI7001 wrong-usage: unknown option '--colour'; "cai completion --help" lists what there is`],
  },
  {
    name: 'an argument that is missing',
    args: ['completion'],
    code: 2,
    says: [
      `error: CAI7001 wrong-usage: missing required argument 'shell'; "cai completion --help" lists what there is`,
    ],
  },
  {
    name: 'an argument too many',
    args: ['completion', 'bash', 'zsh'],
    code: 2,
    says: [
      `error: CAI7001 wrong-usage: too many arguments for 'completion'. Expected 1 argument but got 2.; "cai completion --help" lists what there is`,
    ],
  },
  {
    name: 'a shell that is not known',
    args: ['completion', 'powershell'],
    code: 2,
    says: [
      `error: CAI7001 wrong-usage: command-argument value 'powershell' is invalid for argument 'shell'. Allowed choices are bash, zsh, fish.; "cai completion --help" lists what there is`,
    ],
  },
];
