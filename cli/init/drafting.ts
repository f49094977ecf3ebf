import type { ValuesMap } from '../../helm/values/coalesce';
import { dotted, inputProblems, type Problem } from '../../problems';
import { findingsInDescription } from '../check/description-findings';
import { parseDescription } from '../description/read';
import { mapWith, merged } from '../description/values-map';
import { descriptionYaml } from '../description/write';
import { questions, type Answers } from './questions';

/** The file that answers give. */
export interface Draft {
  readonly text: string;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** Writes the answers as cai.yaml and checks it as "cai check" does. */
export function draft(answers: Answers, path: string): Draft {
  const text = descriptionYaml(nested(answers));
  const { problems, warnings } = findingsInDescription(text, path);
  return { text, problems: problems.map(byFlag), warnings };
}

/** What is wrong with one answer, beside those that are still missing. */
export function problemsOf(answers: Answers, key: string): Problem[] {
  return parseDescription(descriptionYaml(nested(answers)), 'cai.yaml')
    .found.filter(({ code, at }) => dotted(at) === key && code !== inputProblems.missing.code)
    .map(byFlag);
}

/** The answers as the tree that they stand in. */
function nested(answers: Answers): ValuesMap {
  return Object.entries(answers).reduce(
    (tree: ValuesMap, [key, value]) => merged(tree, mapWith(key.split('.'), value)),
    {},
  );
}

/** Nobody has seen the file yet: the option is what the user knows. */
function byFlag(problem: Problem): Problem {
  const question = questions.find(({ key }) => key === dotted(problem.at));
  return question ? problem.movedTo({ place: `--${question.flag}` }) : problem;
}
