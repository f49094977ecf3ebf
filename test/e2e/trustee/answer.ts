/** What a stand-in of Trustee answers to one request. */
export interface Answer {
  readonly status: number;
  /** Text goes as it is, anything else as JSON. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type JsonMap = Readonly<Record<string, unknown>>;

export function ok(body: unknown, headers?: Readonly<Record<string, string>>): Answer {
  return { status: 200, body, headers };
}

/** The form in which KBS tells what is wrong. */
export function problem(status: number, type: string, detail: string): Answer {
  return { status, body: { type: `https://github.com/confidential-containers/kbs/errors/${type}`, detail } };
}

export function isMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
