const forms = new Set<() => boolean>()

/** Tells of a form for as long as it is on the page; what it answers ends that. */
export function watchUnsaved(isDirty: () => boolean): () => void {
  forms.add(isDirty)
  return () => void forms.delete(isDirty)
}

/** Whether somebody would lose what they typed if the page went away now. */
export const isAnythingUnsaved = (): boolean => [...forms].some((isDirty) => isDirty())
