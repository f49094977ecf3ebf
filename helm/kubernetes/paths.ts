import { text } from './names';

// No step of a path may start with "..": Kubernetes refuses the step ".." itself, and nobody needs the others
const step = '\\.?[^/.][^/]*';

/** A path below a folder that Kubernetes chooses, as of a file in a volume. */
export const relativePath = text(`${step}(/(${step})?)*`, 'a relative path without ".."');

export const absolutePath = text(`(/(${step})?)+`, 'an absolute path without ".."');

/** Where a container sees a volume. */
export const mountPath = text('(/(\\.?[^/.:][^/:]*)?)+', 'an absolute path without ":" and without steps like ".."');
