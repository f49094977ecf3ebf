// A file of its own: the help names the file, and must not wait for its schema.

/** The description where nothing else is named. */
export const descriptionFile = 'cai.yaml';

/** What helps where there is no description. */
export const ifDescriptionIsMissing = '"cai init" writes one';
