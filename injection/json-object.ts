/** A value that JSON can hold. Objects are never changed in place. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** An object as JSON has it. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** A container of a Pod. Fields that are not named here are kept as they are. */
export interface Container extends JsonObject {
  readonly name: string;
}
