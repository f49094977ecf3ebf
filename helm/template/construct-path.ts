import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';

/**
 * The ids that tell a construct from the others of its chart. A chart that consists of one construct, and that perhaps
 * of one, has nothing to tell apart down to there: so the names of its parts do not change when somebody wraps it.
 */
export function tellingPath(construct: IConstruct): string[] {
  const chart = Chart.of(construct);
  const scopes = construct.node.scopes;
  const base = scopes.indexOf(onlyBranch(chart));
  const start = base < 0 ? scopes.indexOf(chart) : base;
  return scopes.slice(start + 1).map(({ node }) => plain(node.id));
}

/** The innermost construct that holds everything of the chart, objects of the chart itself left aside. */
function onlyBranch(construct: IConstruct): IConstruct {
  const [only, ...others] = construct.node.children.filter(
    (child) => !ApiObject.isApiObject(child) && hasObject(child),
  );
  return only === undefined || others.length > 0 ? construct : onlyBranch(only);
}

// what cdk8s-plus imports by name is a construct too
function hasObject(construct: IConstruct): boolean {
  return construct.node.findAll().some((one) => ApiObject.isApiObject(one));
}

/** An id as a part of the name of a file and of a template. */
function plain(id: string): string {
  return id.replace(/[^A-Za-z0-9_-]/g, (character) => `_${character.charCodeAt(0).toString(16)}`);
}
