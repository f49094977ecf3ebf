import type { Construct } from 'constructs';
import { inputProblems, jsonPointer, ProblemsError, typeProblem, type Problem } from '../../problems';
import { field, fromJson, isExpression, orElse, report, type Input } from '../../helm';
import {
  formatOptions,
  isObject,
  modeLabel,
  modeLabelValue,
  optionsAnnotation,
  parseOptions,
  unknownKeys,
  type ParsedOptions,
} from '../../injection';
import { isSound, optionsOf, refuseOptionMistakes } from './option-rules';
import type { CaiOptionsProps } from './props';
import { caiOptions, securePort } from './schema';

/**
 * Options with which a Pod asks to be confidential: the annotation that the admission webhook reads, and the label
 * beside it.
 *
 * ```ts
 * const options = CaiOptions.of({
 *   modelDecryptionKeyId: 'kbs:///default/aliyun/model-decryption-key',
 *   trusteeAddress: 'https://203.0.113.10:8081/api',
 * });
 * ```
 */
export class CaiOptions {
  /** Key of the annotation with the options. */
  public static readonly ANNOTATION: string = optionsAnnotation;

  /** Key of the label that says that a Pod is confidential. */
  public static readonly LABEL: string = modeLabel;

  /**
   * Options from typed props.
   *
   * @param props the options
   */
  public static of(props: CaiOptionsProps): CaiOptions {
    if (!isObject(props)) return new CaiOptions(props as unknown as string);
    const { aaVersion, cdhVersion, tngVersion, cachefsVersion } = props;
    const json = formatOptions({
      ...props,
      cipherTextVolume: props.cipherTextVolume ?? defaultClaim,
      versions: { aa: aaVersion, cdh: cdhVersion, tng: tngVersion, cachefs: cachefsVersion },
    });
    return new CaiOptions(json, props.unsafeAllowSampleEvidence, unknownProps(props));
  }

  /**
   * Options that exist as the JSON text of the annotation.
   *
   * @param json the options
   * @param unsafeAllowSampleEvidence see `CaiOptionsProps.unsafeAllowSampleEvidence`
   */
  public static fromJson(json: string, unsafeAllowSampleEvidence?: boolean): CaiOptions {
    return new CaiOptions(json, unsafeAllowSampleEvidence);
  }

  /** The options as JSON text: the value of the annotation. */
  public readonly json: string;

  /** Everything that is wrong with the options, one message each, with a code CAI5xxx. */
  public readonly problems: string[];

  /** What is allowed but risky, one message each. */
  public readonly warnings: string[];

  /** The claim that the options name. */
  public readonly cipherTextVolume: string;

  /**
   * The claim as the options have it, also where something is wrong with them; an empty text where they have none.
   *
   * @internal
   */
  public readonly _claimAsWritten: string;

  readonly #parsed?: ParsedOptions;
  readonly #allowSample: Input<boolean>;

  private constructor(given: string, unsafeAllowSampleEvidence?: boolean, unknown: readonly Problem[] = []) {
    const text: Input<string> = typeof given === 'string' || isExpression(given) ? given : '';
    this.json = text;
    this.#allowSample = orElse<Input<boolean>>(unsafeAllowSampleEvidence, false);
    if (isExpression(text)) {
      this.cipherTextVolume = field(optionsOf(text), 'cipher-text-volume', 'string') as string;
      this._claimAsWritten = this.cipherTextVolume;
    } else {
      const parsed = parseOptions(text, { allowSampleEvidence: unsafeAllowSampleEvidence ?? false });
      const problems = typeof given === 'string' ? [...unknown, ...parsed.problems] : [noText(given)];
      this.#parsed = { ...parsed, problems: [...problems, ...noSwitch(unsafeAllowSampleEvidence)] };
      this._claimAsWritten = claimIn(text);
      const isSoundClaim = isSound('cipher-text-volume', this._claimAsWritten) === true;
      this.cipherTextVolume = isSoundClaim ? this._claimAsWritten : defaultClaim;
    }
    this.problems = (this.#parsed?.problems ?? []).map(({ message }) => message);
    this.warnings = (this.#parsed?.warnings ?? []).map(({ message }) => message);
  }

  /**
   * The annotation for a Pod's template.
   *
   * @throws ProblemsError with everything that is wrong with the options
   */
  public annotations(): Record<string, string> {
    if (this.#parsed && this.#parsed.problems.length > 0) throw new ProblemsError(this.#parsed.problems);
    return { [CaiOptions.ANNOTATION]: this.json };
  }

  /** The label for a Pod's template. */
  public labels(): Record<string, string> {
    return { [CaiOptions.LABEL]: modeLabelValue };
  }

  /**
   * Makes what is wrong with the options wrong with a construct.
   *
   * @internal
   */
  public _reportTo(construct: Construct): void {
    for (const problem of this.#parsed?.problems ?? []) {
      report(construct, problem.movedTo({ at: `/caiOptions${problem.at}`, notation: 'dotted' }));
    }
    if (isExpression(this.json)) refuseOptionMistakes(construct, this.json, this.#allowSample);
  }
}

const defaultClaim = 'pvc-oss';

function noText(given: unknown): Problem {
  return typeProblem(
    '',
    { value: given, rule: 'a JSON text, or the props of CaiOptions' },
    { document: 'the text of the options' },
  );
}

/** What is wrong with the switch; what is no boolean switches nothing on. */
function noSwitch(value: unknown): Problem[] {
  if (value === undefined || typeof value === 'boolean' || isExpression(value)) return [];
  return [inputProblems.wrongType.at(jsonPointer('unsafeAllowSampleEvidence'), { value, rule: 'true or false' })];
}

/** Props that TypeScript would refuse, and other languages hand on. */
function unknownProps({ tngHttpSecurePorts: ports, ...props }: CaiOptionsProps): Problem[] {
  const known = Object.keys(caiOptions.shape);
  const ofPorts = Array.isArray(ports) ? (ports as readonly unknown[]) : [];
  return [
    ...unknownKeys(props, known, ''),
    ...ofPorts.flatMap((port, index) =>
      isObject(port) ? unknownKeys(port, Object.keys(securePort.shape), jsonPointer(portsProp, index)) : [],
    ),
  ];
}

const portsProp = 'tngHttpSecurePorts';

/** The claim that options name, also where something else is wrong with them. */
function claimIn(json: string): string {
  const read = fromJson(json) as Record<string, unknown>;
  const claim = Object.hasOwn(read, 'cipher-text-volume') ? read['cipher-text-volume'] : undefined;
  return typeof claim === 'string' ? claim : '';
}
