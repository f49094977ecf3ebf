export {
  catalogue,
  define,
  type DetailedDefinition,
  type DetailedKind,
  type KindDefinition,
  type NoDetails,
  type ProblemKind,
  type Spoken,
  type Wording,
} from './catalogue';
export { didYouMean } from './did-you-mean';
export { inputProblems, isLimit, placeholderSays, typeProblem, type Unfit } from './input-problems';
export {
  dotted,
  isWithin,
  jsonPointer,
  keysOf,
  pointerOfDotted,
  pointerStep,
  printed,
  touches,
  type Notation,
  type Pointer,
} from './pointer';
export { Problem, ProblemsError, type Move, type Severity } from './problem';
export { showChoices, showPointer, showType, showValue } from './show-value';
export { readUtf8, type Utf8Reading } from './utf8';
