export type { ChartDefinition, NotesLine, ReleaseContext } from './chart-definition';
export { isExpression, asInputs, type Expression, type Input } from './expression';
export {
  add,
  and,
  checksum,
  concat,
  cond,
  count,
  each,
  eq,
  field,
  fields,
  fieldWithin,
  fromJson,
  gt,
  hasField,
  hash,
  integer,
  isBoolean,
  isList,
  isMap,
  isSet,
  isString,
  items,
  join,
  jsonText,
  keysBeside,
  lowerCase,
  matches,
  multiply,
  named,
  ne,
  nonEmpty,
  not,
  omit,
  or,
  orElse,
  replace,
  searches,
  all,
  spread,
  text,
  toJson,
  trimSuffix,
  truncate,
  omitEmpty,
  when,
} from './language';
export { buildInto, synthManifests, type Manifest, type Manifests } from './manifests';
export { packChart, repositoryIndex, type ChartArchive } from './package/archive';
export { chartFiles, type ChartFiles } from './package/chart-files';
export { pattern } from './patterns';
export { resourceEach, resourceWhen } from './resources';
export { withPropsPath, problemsOf, addRule, addRuleForEach, refuseSameObject, report, type Rule } from './rules';
export { namesParts } from './same-object';
export { chartTemplates, type Templates } from './template/chart-templates';
export { define, didYouMean, ProblemsError, showValue, type Problem, type ProblemKind } from '../problems';
export { asProps, only, settle, settleOrThrow } from './settle';
export { unwritableText } from './values/problems';
export { readValues } from './values/read';
export { opaque, opaqueText, props, section, struct, switchable, type ValueMeta } from './values/shape';
export { valuePaths } from './values/table';
export { writeCharts, writeManifests } from './package/write';
